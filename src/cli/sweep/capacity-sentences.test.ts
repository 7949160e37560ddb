import { describe, expect, it } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import { capacitySentences } from './capacity-sentences'

const textOf = (records: readonly TrialRecord[]) => capacitySentences(records).join('\n')

describe('the sentences on capacity', () => {
  it.each([
    [1000, 'plateau reached (+0.0 % as the data last doubled or more)'],
    [1099, 'plateau reached (+9.9 % as the data last doubled or more)'],
    [1101, 'still growing (+10.1 % as the data last doubled or more): a lower bound'],
    [901, 'plateau reached (−9.9 % as the data last doubled or more)'],
    [899, 'past its plateau (−10.1 % as the data last doubled or more)'],
  ])('says how a curve ends that went from 1000 bits to %i', (bits, ending) => {
    const curve = [
      exampleRecord(exampleTrial({ datasetSize: 64 }), { memorizedBits: 1000 }),
      exampleRecord(exampleTrial({ datasetSize: 160 }), { memorizedBits: bits }),
    ]
    expect(textOf(curve)).toContain(`(one seed); ${ending}\n`)
  })

  it('says that one dataset size shows no plateau', () => {
    expect(textOf([exampleRecord()])).toContain('(one seed); too few dataset sizes to see a plateau\n')
  })

  it('fits the capacity line over models', () => {
    const model = (width: number, seed: number, memorizedBits: number) =>
      exampleRecord(exampleTrial({ width, seed, datasetSize: 1024 }), { memorizedBits })
    const records = [0, 10].flatMap((spread, seed) => [
      model(8, seed, 3 * 1216 - 100 + spread),
      model(16, seed, 3 * 3968 - 100 + spread),
    ])
    expect(textOf(records)).toContain(
      'Fit over 2 models: capacity = 3.000·P − 95 bits, slope ± 0.000 (95 %, 2 seeds)',
    )
  })
})
