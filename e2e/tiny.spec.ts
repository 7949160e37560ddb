/** The Tiny preset from the first run to the last, on WebAssembly, held against the expected numbers (science.md §5). */
import { expect } from '@playwright/test'
import { sum } from './lab-page'
import { test } from './lab-test'

const MINUTES = 60_000

/** Bits per parameter past capacity: least and most of the reference's seeds, and how far beyond still agrees. */
const EXPECTED_BITS_PER_PARAM = { min: 1.5, max: 1.67, tolerance: 0.02 }

test('the Tiny preset reaches its plateau', async ({ lab }) => {
  await lab.open()
  await lab.deviceReady()
  await lab.chooseBackend('WebAssembly (wasm)')
  await lab.closeBackendPanel()
  await lab.deviceReady()
  await lab.button('Run').click()
  await lab.expectFinished(4 * MINUTES)
  console.log(`  ${await lab.runBar.getByText(/^Finished in /).innerText()}`)

  const records = await lab.records()
  expect(records).toHaveLength(18)
  const at = (datasetSize: number) => records.filter((record) => record.datasetSize === datasetSize)
  for (const datasetSize of [8, 16, 32, 64, 128, 256])
    console.log(
      `  N ${datasetSize}: ${at(datasetSize)
        .map((r) => r.memorizedBits.toFixed(0))
        .join(', ')} bits memorised`,
    )
  for (const record of records) {
    const run = `N ${record.datasetSize}, seed ${record.seed}`
    expect(record.params, run).toBe(1216)
    expect(record.backend, run).toBe('wasm')
    expect(record.memorizedBits, `${run}: under its ceiling`).toBeLessThanOrEqual(record.ceilingBits)
    expect(record.heldoutMemorizedBits, `${run}: held-out bits`).toBeLessThanOrEqual(0)
  }
  for (const datasetSize of [8, 16, 32]) {
    for (const record of at(datasetSize))
      expect(
        record.memorizedBits / record.ceilingBits,
        `share of the ceiling at N ${datasetSize}`,
      ).toBeGreaterThan(0.99)
  }
  const mean = (datasetSize: number) =>
    sum(at(datasetSize).map((r) => r.memorizedBits)) / at(datasetSize).length
  const { min, max, tolerance } = EXPECTED_BITS_PER_PARAM
  for (const record of [...at(128), ...at(256)]) {
    const run = `bits per parameter at N ${record.datasetSize}, seed ${record.seed}`
    expect(record.bitsPerParam, run).toBeGreaterThan(min * (1 - tolerance))
    expect(record.bitsPerParam, run).toBeLessThan(max * (1 + tolerance))
  }
  expect(Math.abs(mean(256) / mean(128) - 1), 'growth from N 128 to N 256').toBeLessThan(0.1)

  await expect(lab.lieDetector).toContainText('in 18 runs; none positive')
  await expect(lab.page.getByRole('region', { name: 'What this sweep shows' })).toContainText('a plateau.')
})
