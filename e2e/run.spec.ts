/** The main journey, without WebGPU: open, run, watch, pause, resume, stop, go on, read the result. */
import { expect } from '@playwright/test'
import { countText, decimalText } from '../src/core/text/number'
import { CHARTS, cell, numberIn, TABLES } from './lab-page'
import { test } from './lab-test'

/** Both train side by side: the second must take long enough to be stopped when the first is done. */
const UNLIKE_RUNS = '#capacity?v=1&preset=tiny&steps=40000&datasetSizes=8,64&seeds=0'

test('first paint: the figures, one button, and what there is to see before a run', async ({ lab }) => {
  await lab.page.addInitScript(observePolicy)
  await lab.open()
  await expect(lab.page.getByRole('heading', { level: 1 })).toContainText('before it is full?')
  await expect(lab.button('Run')).toBeEnabled()
  await expect(lab.preset('Tiny')).toBeChecked()
  await expect(lab.source).toContainText(/No results to show yet: press Run|Trained beforehand on/)
  for (const title of CHARTS) await expect(lab.chart(title).getByRole('group').locator('svg')).toBeVisible()
  const firstPaint = await lab.page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  )
  console.log(`  first contentful paint: ${firstPaint?.toFixed(0)} ms`)
  await lab.deviceReady()
  await expect(lab.badge).toContainText('wasm')
  await expect(lab.preset('Quick')).toHaveAccessibleDescription(/^\d+\s(s|min) here$/)
  await expect(await lab.unfold('The plan')).toContainText('Time on this device')
  expect(await lab.page.evaluate(() => violations)).toEqual([])
})

test('runs a sweep: live progress, pause, resume, stop, continue, results', async ({ lab }) => {
  await lab.page.addInitScript(observePage)
  await lab.open(UNLIKE_RUNS)
  await lab.deviceReady()
  await lab.unfold('Settings')
  await expect(lab.field('Steps')).toHaveValue('40000')
  await lab.page.evaluate(() => {
    pointHeights.length = 0
  })
  await lab.button('Run').click()

  // Live: steps, rates and the highest point of the first chart.
  await expect.poll(() => lab.statValue('Step')).toBeGreaterThan(0)
  await expect(lab.stat('Steps/s')).toHaveText(/\d/)
  await expect(lab.stat('Tokens/s')).toHaveText(/\d/)
  await expect(lab.stat('Time left')).toHaveText(/\d+\s(s|min)/)
  await lab.unfold('Settings')
  await expect(lab.field('Steps')).toBeDisabled()

  await lab.button('Pause').click()
  await expect(lab.button('Resume')).toBeVisible()
  await expect.poll(() => lab.textsDuring(lab.stat('Step'), 300)).toHaveLength(1)
  const standing = await lab.textsDuring(lab.stat('Step'), 1500)
  expect(standing, 'the step while paused').toHaveLength(1)
  await expect(lab.runBar.getByText('Paused.')).toBeVisible()

  await lab.button('Resume').click()
  await expect(lab.button('Pause')).toBeVisible()
  await expect(lab.stat('Step')).not.toHaveText(standing[0]!)

  await expect(lab.stat('Runs finished')).toHaveText('1 of 2', { timeout: 60_000 })
  await lab.button('Stop').click()
  await expect(lab.runBar.getByText('Stopped.')).toBeVisible()
  await expect(lab.source).toContainText('1 finished run')

  await lab.button('Continue').click()
  await lab.expectFinished(60_000)
  await expect(lab.button('Run again with new strings')).toBeEnabled()
  await expect(lab.progressBar).toHaveAttribute('aria-valuenow', '100')

  const heights = await lab.page.evaluate(() => pointHeights)
  expect(new Set(heights).size, 'positions of the highest point while it climbed').toBeGreaterThan(5)
  expect(heights.at(-1)! - Math.min(...heights), 'px climbed').toBeGreaterThan(30)
  await expect(lab.source).toContainText('2 finished runs')
  await expect(lab.sanity).toContainText('no model scored above zero (2 of 2)')

  const records = await lab.records()
  const largest = records[1]!
  expect(await lab.readPoint('Memorised bits against data', 'ArrowLeft')).toContain(
    `Memorised ${countText(largest.memorizedBits)} bits`,
  )
  expect(await lab.readPoint('Capacity against parameters', 'ArrowLeft')).toContain(
    `Capacity ${countText(largest.memorizedBits)} bits`,
  )
  expect(await lab.readPoint('Loss against data / capacity', 'ArrowLeft')).toContain(
    `Test loss ${decimalText(largest.heldoutBitsPerToken)} bits per token`,
  )
  expect(records.map((record) => record.datasetSize)).toEqual([8, 64])
  const runs = await lab.readTable(TABLES.runs)
  expect(runs.map((row) => cell(row, 'N'))).toEqual(['8', '64'])
  for (const [i, record] of records.entries()) {
    expect(record.memorizedBits).toBeGreaterThan(0.9 * record.ceilingBits)
    expect(cell(runs[i], 'Memorised')).toBe(countText(record.memorizedBits))
    expect(cell(runs[i], 'Ceiling')).toBe(countText(record.ceilingBits))
    expect(cell(runs[i], 'Bits per parameter')).toBe(decimalText(record.bitsPerParam))
    expect(cell(runs[i], 'Held-out')).toBe(countText(record.heldoutMemorizedBits))
    expect(numberIn(cell(runs[i], 'Held-out'))).toBeLessThan(0)
    expect(record.backend).toBe('wasm')
  }
  const [model] = await lab.readTable(TABLES.models)
  expect(cell(model, 'Capacity')).toBe(countText(Math.max(...records.map((r) => r.memorizedBits))))
  const losses = await lab.readTable(TABLES.losses)
  expect(losses.map((row) => cell(row, 'Train loss'))).toEqual(
    records.map((record) => decimalText(record.trainBitsPerToken)),
  )
})

declare const pointHeights: number[]
declare const violations: string[]

/** Runs in the page: notes what its content security policy refuses. */
function observePolicy(): void {
  const refused: string[] = []
  Object.assign(window, { violations: refused })
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    refused.push(`${violatedDirective} ${blockedURI}`),
  )
}

/** Runs in the page: notes how high the highest mark of the first chart stands, frame by frame. */
function observePage(): void {
  const heights: number[] = []
  Object.assign(window, { pointHeights: heights })
  const look = () => {
    const marks = [...(document.querySelector('figure')?.querySelectorAll('svg circle') ?? [])]
    const height = Math.max(...marks.map((mark) => -Number(mark.getAttribute('cy'))))
    if (marks.length > 0 && height !== heights.at(-1)) heights.push(height)
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
