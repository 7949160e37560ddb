/** The Tiny preset, all seeds: held to the means of the independent trainer (docs/oracle/README.md), with the errors of both. */
import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import { combinedZ, type Expected, meanAgainstMean, Z_LIMIT } from '../src/core/findings/mean-against-mean'
import { type LabPage, numberIn, sum } from './lab-page'
import { test } from './lab-test'

const MINUTES = 60_000
const SIZES = [8, 16, 32, 64, 128, 256] as const

function expectedBits(datasetSize: number): Expected {
  const { configurations }: { configurations: Record<string, { memorizedBits: Expected }> } = JSON.parse(
    readFileSync('docs/oracle/expected.json', 'utf8'),
  )
  // Printed to the whole bit.
  return { ...configurations[`tiny-N${datasetSize}`]!.memorizedBits, resolution: 1 }
}

/** Of a finished sweep of all 28 runs. The trainer measured no 512 strings. */
async function expectTiny(lab: LabPage): Promise<void> {
  const records = await lab.records()
  expect(records).toHaveLength(28)
  for (const record of records) {
    const run = `N ${record.datasetSize}, seed ${record.seed}`
    expect(record.params, run).toBe(1216)
    expect(record.backend, run).toBe('wasm')
    expect(record.memorizedBits, `${run}: under its ceiling`).toBeLessThanOrEqual(record.ceilingBits)
    expect(record.heldoutMemorizedBits, `${run}: held-out bits`).toBeLessThanOrEqual(0)
  }
  const bits = (datasetSize: number) =>
    records.filter((record) => record.datasetSize === datasetSize).map((record) => record.memorizedBits)
  const comparisons = SIZES.map((datasetSize) =>
    meanAgainstMean(bits(datasetSize), expectedBits(datasetSize)),
  )
  comparisons.forEach(({ z }, i) => {
    const size = SIZES[i]!
    console.log(
      `  N ${size}: ${bits(size)
        .map((value) => value.toFixed(0))
        .join(', ')} bits memorised, z ${z?.toFixed(1)}`,
    )
    expect(Math.abs(z!), `memorised bits at N ${size}, in standard errors`).toBeLessThan(Z_LIMIT)
  })
  const all = combinedZ(comparisons)!
  console.log(`  all sizes: z ${all.toFixed(1)}`)
  expect(Math.abs(all), 'memorised bits of all sizes, in standard errors').toBeLessThan(Z_LIMIT)

  await expect(lab.sanity).toContainText('no model scored above zero (28 of 28)')
  // What the model holds, with its verdict, comes first.
  const finding = lab.page.locator('.numbers [data-verdict]').first()
  const most = [0, 1, 2, 3].map((seed) =>
    Math.max(...records.filter((record) => record.seed === seed).map((record) => record.memorizedBits)),
  )
  expect(
    numberIn(((await finding.textContent()) ?? '').split(' held ')[1] ?? ''),
    'the capacity, in bits',
  ).toBe(Math.round(sum(most) / most.length))
}

test('the Tiny preset reaches its plateau', async ({ lab }) => {
  // Charts out of sight are not redrawn: what they would take is left to training.
  await lab.page.setViewportSize({ width: 1280, height: 320 })
  await lab.open()
  await lab.deviceReady()
  await lab.chooseBackend('WebAssembly (wasm)')
  await lab.closeBackendPanel()
  await lab.deviceReady()
  await lab.button('Run').click()
  await lab.expectFinished(4 * MINUTES)
  console.log(`  ${await lab.runBar.getByText(/^Finished in /).innerText()}`)
  await expectTiny(lab)
})
