/** The page without its server, after one visit, in a Firefox, where the machine has one. */
import { expect } from '@playwright/test'
import { test } from './firefox-test'
import { openSite, type Site } from './site'

let site: Site | undefined

test.afterEach(async () => {
  await site?.close()
})

test('after one visit Firefox opens the page without its server, and trains', async ({ newFirefox }) => {
  const page = await newFirefox()
  site = await openSite()
  const answer = () => page.evaluate(`return document.querySelector('[role=status]')?.textContent ?? ''`)

  await page.open(site.address)
  await expect
    .poll(() => page.evaluate('return navigator.serviceWorker.controller !== null'), { timeout: 60_000 })
    .toBe(true)
  await site.close()
  await page.open('about:blank')
  await page.open(site.address)
  await expect.poll(answer, { timeout: 60_000 }).toMatch(/^It remembers 448 of 448 bits/)
  expect(page.complaints()).toEqual([])
})
