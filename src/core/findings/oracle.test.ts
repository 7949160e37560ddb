import { describe, expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { oracleCheck, oracleExpected, oracleRuns, oracleSlopeCheck } from './oracle'

const tiny = (changes: Parameters<typeof exampleTrial>[0] = {}) =>
  exampleRecord(exampleTrial({ datasetSize: 64, ...changes }))

describe('an expectation', () => {
  it('is a configuration’s summary, to the digits that were printed', () => {
    expect(oracleExpected('tiny-N64', 'memorizedBits')).toMatchObject({
      mean: 1574.708333,
      n: 24,
      resolution: 1,
    })
    const perParam = oracleExpected('tiny-N64', 'bitsPerParam')
    expect(perParam.mean).toBeCloseTo(1574.708333 / 1216, 9)
    expect(perParam.sd).toBeCloseTo(26.828731 / 1216, 9)
    expect(perParam.resolution).toBeCloseTo(1 / 1216, 12)
    expect(oracleExpected('paper-N512-b128-t1000', 'memorizedBits').sd).toBeUndefined()
  })

  it('has to be there', () => {
    expect(() => oracleExpected('tiny-N65', 'memorizedBits')).toThrow(/has no tiny-N65/)
    expect(() => oracleExpected('tiny-N64', 'alphabetStep')).toThrow(/tiny-N64 .* has no alphabetStep/)
  })
})

describe('runs of a configuration', () => {
  const runsOf = oracleRuns('tiny-N64')

  it('have the same model, data and recipe, whatever their seed', () => {
    const records = [0, 7].map((seed) => tiny({ seed }))
    expect(runsOf(records)).toEqual(records)
  })

  it.each([
    ['heads', tiny({ shape: { ...exampleTrial().shape, heads: 4 } })],
    ['strings', tiny({ datasetSize: 65 })],
    ['batch', tiny({ batch: 32 })],
    ['steps', tiny({ steps: 400 })],
    ['rate', tiny({ learningRate: 0.101 })],
    ['source', tiny({ source: { id: 'markov', concentration: 0.3 } })],
    ['weight decay', tiny({ settings: { weightDecay: 0 } })],
    ['schedule', tiny({ settings: { schedule: 'constant' } })],
    ['precision', tiny({ settings: { precision: 'float16-stored' } })],
    ['positions', tiny({ shape: { ...exampleTrial().shape, positions: 'none' } })],
  ])('have the same %s', (_, record) => {
    expect(runsOf([record])).toEqual([])
  })

  it('have what differs from the recipe there too', () => {
    const d16 = { layers: 2, width: 16, heads: 4, vocab: 64, seqLen: 16, tied: false }
    const training = { shape: d16, datasetSize: 371, steps: 1000, learningRate: 0.05 }
    const variants = {
      'line-d16': {},
      'knobH4-fanin': { initStd: 0.25 },
      'knobH4-b1.95': { beta1: 0.95 },
      'prec-bf16sr': { precision: 'bfloat16-stochastic' },
      'prec-f16fwd': { precision: 'float16-forward' },
    }
    const records = Object.values(variants).map((settings) => tiny({ ...training, settings }))
    Object.keys(variants).forEach((name, i) => {
      expect(oracleRuns(name)(records), name).toEqual([records[i]])
    })
  })

  it('cannot be found for what no run of ours does', () => {
    expect(() => oracleRuns('qat4-d8')).toThrow('no run of ours: qat')
    expect(() => oracleRuns('steps-4000')).toThrow('no run of ours: warm-up 100')
  })
})

it('a check holds what its runs have, and says where it is from', () => {
  const check = oracleCheck({
    name: 'tiny-N64',
    quantity: 'auc',
    what: 'AUC',
    value: ({ measures }) => measures.auc,
  })
  const measured = exampleRecord(exampleTrial({ datasetSize: 64 }), { measures: { auc: 0.9 } })
  expect(check.measure([measured, tiny({ seed: 1 }), tiny({ steps: 400 })])).toEqual([0.9])
  expect(check.source).toBe('oracle `tiny-N64`, science.md §5')
})

it('the slope through two means is their difference for each parameter, with both errors', () => {
  const names = ['line-d8', 'line-d16']
  const [small, large] = names.map((name) => oracleExpected(name, 'memorizedBits'))
  const { expected } = oracleSlopeCheck('slope', names)
  const gap = 8912 - 2920
  expect(expected.mean).toBeCloseTo((large!.mean - small!.mean) / gap, 9)
  expect(expected.sd).toBeCloseTo(Math.hypot(small!.sd!, large!.sd!) / gap, 9)
  const error = Math.hypot(small!.sd! / Math.sqrt(small!.n), large!.sd! / Math.sqrt(large!.n)) / gap
  expect(expected.sd! / Math.sqrt(expected.n)).toBeCloseTo(error, 9)
})
