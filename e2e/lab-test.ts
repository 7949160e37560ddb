/**
 * Playwright's `test` with the lab's own fixtures. Every page that a journey opens is watched: an error in the console, an uncaught
 * exception, a breach of the Content-Security-Policy or a request to another origin fails the journey, whatever it was about.
 */
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { LabPage } from './lab-page'

interface Fixtures {
  /** Opens the lab in a browser of its own: nothing stored, nobody's settings. */
  readonly newLab: () => Promise<LabPage>
  /** The first one. */
  readonly lab: LabPage
  /** Complaints of the page that this journey provokes. */
  readonly expectedComplaints: RegExp[]
  /** Watches one more page of the same browser. */
  readonly watchPage: (page: Page) => LabPage
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
  expectedComplaints: async ({}, use) => {
    await use([])
  },

  watchPage: async ({ baseURL, expectedComplaints }, use) => {
    const origin = new URL(baseURL ?? '').origin
    const complaints: string[] = []
    const contexts = new Set<BrowserContext>()
    await use((page) => {
      const context = page.context()
      if (!contexts.has(context)) {
        contexts.add(context)
        context.on('request', (request) => {
          if (!isOwn(request.url(), origin)) complaints.push(`request to ${request.url()}`)
        })
      }
      page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
      })
      return new LabPage(page)
    })
    expect(
      complaints.filter((complaint) => !expectedComplaints.some((known) => known.test(complaint))),
      'complaints of the page',
    ).toEqual([])
  },

  newLab: async ({ browser, watchPage }, use) => {
    const contexts: BrowserContext[] = []
    await use(async () => {
      const context = await browser.newContext()
      contexts.push(context)
      return watchPage(await context.newPage())
    })
    for (const context of contexts) await context.close()
  },

  lab: async ({ newLab }, use) => {
    await use(await newLab())
  },
})

function isOwn(address: string, origin: string): boolean {
  const url = new URL(address)
  return url.origin === origin || url.protocol === 'data:' || url.protocol === 'blob:'
}
