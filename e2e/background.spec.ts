/** A tab in the background goes on: what it finishes is stored and shown, though nothing is painted; the screen stays awake meanwhile. */
import { expect } from '@playwright/test'
import { test } from './lab-test'

declare const wakeLocks: string[]
declare function hide(): void
declare function show(): void

/** Runs in the page: a tab that can be hidden, where frames end as in a real one, and a screen that notes who keeps it awake. */
function prepare(): void {
  const locks: string[] = []
  const lock = { release: async () => void locks.push('release') }
  const request = async (type: string) => {
    locks.push(type)
    return lock
  }
  Object.defineProperty(navigator, 'wakeLock', { value: { request } })
  let hidden = false
  const { requestAnimationFrame } = window
  window.requestAnimationFrame = (callback) => (hidden ? 0 : requestAnimationFrame(callback))
  Object.defineProperty(document, 'hidden', { get: () => hidden })
  Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') })
  const turn = (now: boolean) => () => {
    hidden = now
    document.dispatchEvent(new Event('visibilitychange'))
  }
  Object.assign(window, { wakeLocks: locks, hide: turn(true), show: turn(false) })
}

test('a run goes on in a hidden tab, and keeps the screen awake until it ends', async ({ lab }) => {
  const { page } = lab
  await page.addInitScript(prepare)
  await lab.open('#capacity?v=1&preset=tiny&steps=6000&datasetSizes=64,128&seeds=0')
  await lab.deviceReady()
  expect(await page.evaluate(() => wakeLocks)).toEqual([])
  await lab.button('Run').click()
  await expect.poll(() => lab.statValue('Step')).toBeGreaterThan(0)
  expect(await page.evaluate(() => wakeLocks)).toEqual(['screen'])
  expect(await lab.statValue('Runs finished')).toBe(0)
  await page.evaluate(() => hide())
  // Playwright's locators wait for frames, of which there are none. What is finished does not wait for the end of the sweep.
  await page.waitForFunction(
    () => document.querySelector('.run-stats')?.textContent?.includes('Runs finished1 of 2'),
    undefined,
    { polling: 100, timeout: 90_000 },
  )
  await page.waitForFunction(
    () => document.querySelector('.run-state')?.textContent?.startsWith('Finished in '),
    undefined,
    { polling: 250, timeout: 90_000 },
  )
  expect(await page.evaluate(() => wakeLocks)).toEqual(['screen', 'release'])
  await page.evaluate(() => show())
  await expect(lab.source).toContainText('2 finished runs')
  expect((await lab.records()).map((record) => record.datasetSize)).toEqual([64, 128])
})
