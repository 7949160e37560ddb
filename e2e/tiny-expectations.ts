/** What the Tiny preset must come to on any backend: science.md §5, least and most of the reference's seeds. */
import { expect } from '@playwright/test'
import { type LabPage, sum } from './lab-page'

/** Memorised bits by dataset size. */
const EXPECTED_BITS = new Map([
  [8, [232, 232]],
  [16, [446, 448]],
  [32, [863, 863]],
  [64, [1557, 1597]],
  [128, [1827, 1908]],
  [256, [1947, 2036]],
] as const)
/** How far beyond the spread of the reference's seeds still agrees. */
const TOLERANCE = 0.02

/** Bits per parameter of any one run past capacity, where seeds differ most. */
const PLATEAU = { sizes: [128, 256], min: 1.5, max: 1.67 } as const

/** Of a finished sweep of all 18 runs. */
export async function expectTiny(lab: LabPage, backend: string): Promise<void> {
  const records = await lab.records()
  expect(records).toHaveLength(18)
  const at = (datasetSize: number) => records.filter((record) => record.datasetSize === datasetSize)
  for (const record of records) {
    const run = `N ${record.datasetSize}, seed ${record.seed}`
    expect(record.params, run).toBe(1216)
    expect(record.backend, run).toBe(backend)
    expect(record.memorizedBits, `${run}: under its ceiling`).toBeLessThanOrEqual(record.ceilingBits)
    expect(record.heldoutMemorizedBits, `${run}: held-out bits`).toBeLessThanOrEqual(0)
  }
  const means = new Map(
    [...EXPECTED_BITS].map(([datasetSize, [least, most]]) => {
      const bits = at(datasetSize).map((record) => record.memorizedBits)
      const mean = sum(bits) / bits.length
      console.log(`  N ${datasetSize}: ${bits.map((value) => value.toFixed(0)).join(', ')} bits memorised`)
      expect(mean, `mean bits at N ${datasetSize}`).toBeGreaterThanOrEqual(least * (1 - TOLERANCE))
      expect(mean, `mean bits at N ${datasetSize}`).toBeLessThanOrEqual(most * (1 + TOLERANCE))
      return [datasetSize, mean]
    }),
  )
  for (const record of PLATEAU.sizes.flatMap(at)) {
    const run = `bits per parameter at N ${record.datasetSize}, seed ${record.seed}`
    expect(record.bitsPerParam, run).toBeGreaterThan(PLATEAU.min * (1 - TOLERANCE))
    expect(record.bitsPerParam, run).toBeLessThan(PLATEAU.max * (1 + TOLERANCE))
  }
  expect(Math.abs(means.get(256)! / means.get(128)! - 1), 'growth from N 128 to N 256').toBeLessThan(0.1)

  await expect(lab.lieDetector).toContainText('in 18 runs; none positive')
  await expect(lab.page.getByRole('region', { name: 'What this sweep shows' })).toContainText('a plateau.')
}
