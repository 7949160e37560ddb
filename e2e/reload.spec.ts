/** A tab that is closed or reloaded in mid-sweep loses nothing that was finished. */
import { expect } from '@playwright/test'
import { test } from './lab-test'

const SIX_RUNS = '#capacity?v=1&preset=tiny&steps=8000&datasetSizes=8,16,32&seeds=0,1'

test('a reload in mid-sweep keeps what is finished, and Continue runs only the rest', async ({ lab }) => {
  await lab.open(SIX_RUNS)
  await lab.deviceReady()
  await lab.button('Run').click()
  await expect(lab.stat('Runs finished')).toHaveText(/^[2-4] of 6$/, { timeout: 60_000 })
  await lab.page.reload()

  const notice = lab.notice('A sweep was interrupted')
  await expect(notice).toBeVisible()
  await expect(lab.source).toContainText(/This browser.*[2-5] finished runs/)
  const kept = await lab.records()
  expect(kept.length).toBeGreaterThanOrEqual(2)
  expect(kept.length).toBeLessThan(6)
  await expect(notice).toContainText(
    `${kept.length} of 6 runs finished and kept, ${6 - kept.length} missing.`,
  )
  await expect(lab.button('Run')).toBeHidden()

  await notice.getByRole('button', { name: 'Continue the sweep' }).click()
  await expect(notice).toBeHidden()
  await expect(lab.stat('Runs finished')).toContainText(`of ${6 - kept.length}`)
  await lab.expectFinished(60_000)
  const all = await lab.records()
  expect(all.map(({ datasetSize, seed }) => `N ${datasetSize}, seed ${seed}`)).toEqual([
    'N 8, seed 0',
    'N 8, seed 1',
    'N 16, seed 0',
    'N 16, seed 1',
    'N 32, seed 0',
    'N 32, seed 1',
  ])
  // Unchanged to the millisecond at which they ended: they did not run again.
  for (const record of kept) expect(all).toContainEqual(record)

  await lab.page.reload()
  await expect(lab.source).toContainText(/This browser.*6 finished runs/)
  await expect(lab.button('Run again with new strings')).toBeEnabled()
  await expect(notice).toBeHidden()
  expect(await lab.records()).toEqual(all)

  // A visit without a link finds them too.
  await lab.open()
  await expect(lab.source).toContainText(/This browser.*6 finished runs/)
  expect(await lab.records()).toEqual(all)
})

test('a sweep that another tab is running is not offered as interrupted', async ({ lab, watchPage }) => {
  await lab.open('#capacity?v=1&preset=tiny&steps=50000&datasetSizes=8,16&seeds=0')
  await lab.deviceReady()
  await lab.button('Run').click()
  await expect.poll(() => lab.statValue('Step')).toBeGreaterThan(0)
  await lab.button('Pause').click()

  const other = watchPage(await lab.page.context().newPage())
  await other.open('#capacity')
  await other.deviceReady()
  await expect(other.page.getByRole('heading', { level: 1 })).toBeVisible()
  // Longer than the page waits for a tab that is just going.
  for (const text of await other.textsDuring(other.page.getByRole('main'), 2500))
    expect(text).not.toContain('interrupted')

  await lab.page.close()
  await other.page.reload()
  await expect(other.notice('A sweep was interrupted')).toBeVisible()
  await other.notice('A sweep was interrupted').getByRole('button', { name: 'Dismiss' }).click()
  await other.page.reload()
  await other.deviceReady()
  for (const text of await other.textsDuring(other.page.getByRole('main'), 2500))
    expect(text).not.toContain('interrupted')
})

test('stored runs can be deleted, after a second press', async ({ lab }) => {
  await lab.open('#capacity?v=1&preset=tiny&steps=3&datasetSizes=8&seeds=0,1')
  await lab.deviceReady()
  await lab.button('Run').click()
  await lab.expectFinished(30_000)
  await lab.openShare()
  await lab.button('Clear stored runs…').click()
  await expect(lab.page.getByText('Delete 2 runs from this browser?')).toBeVisible()
  await lab.button('Keep').click()
  await expect(lab.source).toContainText('2 finished runs')
  await lab.button('Clear stored runs…').click()
  await lab.button('Delete').click()
  await expect(lab.page.getByText('Deleted 2 stored runs.')).toBeVisible()
  const source = lab.page.locator('.source-line')
  await expect(source).toContainText('No results to show yet')
  await lab.page.reload()
  await lab.deviceReady()
  await expect(source).toContainText('No results to show yet')
  await expect(lab.button('Run')).toBeEnabled()
})
