/** The page without its server, after one visit, in a Firefox, where the machine has one. */
import { expect, test } from '@playwright/test'
import { type Firefox, findFirefox, NO_FIREFOX, startFirefox } from './firefox'
import { openSite, type Site } from './site'

const executable = findFirefox()
let firefox: Firefox | undefined
let site: Site | undefined

test.afterEach(async () => {
  await firefox?.close()
  await site?.close()
})

test('after one visit Firefox opens the page without its server, and trains', async () => {
  if (executable === undefined) console.log(`  ${NO_FIREFOX}`)
  test.skip(executable === undefined, NO_FIREFOX)
  const page = await startFirefox(executable!)
  firefox = page
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
