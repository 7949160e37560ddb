/** The page without a network, after one visit; and across a new build. */
import { expect, type Page } from '@playwright/test'
import { test as base } from './lab-test'
import { openSite, type Site } from './site'

const SHORT = '#capacity?v=1&preset=tiny&steps=12&datasetSizes=8,16&seeds=0'

/** The page comes to rest, then a worker keeps it, then other workers of the browser are started anew. */
const KEPT_MS = 90_000

const test = base.extend<{ site: Site }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
  site: async ({}, use) => {
    const site = await openSite()
    await use(site)
    await site.close()
  },
  baseURL: async ({ site }, use) => use(site.address),
})

/** Waits until a worker has kept the page, and answers for it. */
const kept = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (!navigator.serviceWorker.controller)
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      )
  })

/** Paths of all files that are kept. */
const keptFiles = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const names = await caches.keys()
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return all.flat().map(({ url }) => new URL(url).pathname)
  })

/** Whether the page that is on show is of the build that came later. */
const isOfNext = (page: Page): Promise<boolean> =>
  page.locator('script[src*="/assets/next-"]').count().then(Boolean)

test.describe('with a worker', () => {
  test.use({ serviceWorkers: 'allow' })

  test('after one visit the landing page trains, experiments open and run, without a network', async ({
    lab,
  }) => {
    const { page } = lab
    await lab.open('')
    const answer = page.getByRole('status')
    await expect(answer).toHaveText(/^It remembers 448 of 448 bits/)
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0)
    await kept(page)
    await page.context().setOffline(true)
    await page.reload()
    await lab.button('Give it twice as many').click()
    await expect(answer).toHaveText(/^It remembers .* of 32 strings/, { timeout: 30_000 })

    await lab.open('#double-descent')
    await lab.deviceReady()
    await expect(lab.source).toContainText('Recorded')
    const marks = page.locator('figure').first().locator('svg path[stroke^="var(--"], svg circle')
    await expect.poll(() => marks.count(), 'marks of the first figure').toBeGreaterThan(3)
    await page.getByText('The whole lesson').click()
    await expect(page.locator('.lesson-text')).toContainText(/\w{3,} \w{3,}/)

    await lab.open(SHORT)
    await lab.deviceReady()
    await lab.button('Run').click()
    await lab.expectFinished(60_000)
    await page.getByText('Look inside a string', { exact: true }).click()
    await expect(page.locator('.microscope').getByText(/^It knows [\d,]+ of the/)).toBeVisible()

    // A book, a procedure of its own, and composed operations, which are in files that nothing has asked for yet.
    await lab.open('#text?v=1&preset=tiny&steps=2&referenceSteps=4&datasetSizes=8&seeds=0')
    await lab.deviceReady()
    await lab.chooseBackend('cpu')
    await lab.closeBackendPanel()
    await lab.deviceReady()
    await lab.start()
    await lab.expectFinished(120_000)
  })

  test('a new build shows at the next reload, and a tab of the old one keeps its parts', async ({
    lab,
    watchPage,
    site,
  }) => {
    const { page } = lab
    await lab.open()
    await lab.deviceReady()
    await kept(page)
    const old = watchPage(await page.context().newPage())
    await old.open()
    await old.deviceReady()

    site.deploy()
    expect(await isOfNext(page)).toBe(false)
    await page.reload()
    expect(await isOfNext(page)).toBe(true)
    await lab.deviceReady()
    await old.button('Share').click()
    await expect(old.button('Download JSON')).toBeVisible()
    await old.page.keyboard.press('Escape')

    const isNextKept = () =>
      page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting))
    await expect.poll(isNextKept, { timeout: KEPT_MS }).toBe(true)
    await page.context().setOffline(true)
    await page.reload()
    expect(await isOfNext(page)).toBe(true)
    await lab.button('Share').click()
    await expect(lab.button('Download JSON')).toBeVisible()
    await old.badge.click()
    await expect(old.backendChoice).toBeVisible()

    // The old build's files go with its last tab.
    await page.context().setOffline(false)
    const isOld = (file: string) => file.startsWith('/assets/') && !file.startsWith('/assets/next-')
    expect((await keptFiles(page)).filter(isOld).length).toBeGreaterThan(100)
    await old.page.close()
    await expect(async () => {
      // A tab that is somewhere else counts as closed, a moment later.
      await page.goto('about:blank')
      await new Promise((resolve) => setTimeout(resolve, 1000))
      await page.goto('/#capacity')
      expect((await keptFiles(page)).filter(isOld)).toEqual([])
    }).toPass({ timeout: 60_000 })
    expect((await keptFiles(page)).length).toBeGreaterThan(100)
  })

  test('another project that is served at the same address later has it to itself', async ({
    lab,
    site,
    expectedComplaints,
  }) => {
    // It has no icon.
    expectedComplaints.push(/status of 404/)
    const { page } = lab
    await lab.open()
    await lab.deviceReady()
    await kept(page)
    site.replace('<h1>Another project</h1>')
    await page.goto('/')
    await expect(page.getByRole('heading')).toHaveText('Another project')
    expect(await page.evaluate(async () => (await fetch('/icon.svg')).text())).toContain('Another')
    await expect.poll(() => keptFiles(page)).toEqual([])
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0)
  })
})

test('a part that cannot be loaded says so, and a reload brings it back with what was set', async ({
  lab,
  expectedComplaints,
}) => {
  expectedComplaints.push(/Failed to load resource/, /dynamically imported module/)
  const { page } = lab
  await lab.open(SHORT)
  await lab.deviceReady()
  await page.route(/share-actions/, (route) => route.abort())
  await lab.button('Share').click()
  const alert = page.getByRole('alert').filter({ hasText: 'This part of the page could not be loaded' })
  await expect(alert).toContainText('Results are stored')
  await expect(alert).not.toContainText('http')
  await page.unroute(/share-actions/)
  await alert.getByRole('button', { name: 'Reload the page' }).click()
  await expect(alert).toBeHidden()
  expect(new URL(page.url()).hash).toBe(SHORT)
  await lab.button('Share').click()
  await expect(lab.button('Download JSON')).toBeVisible()
})
