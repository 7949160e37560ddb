import { expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { oracleStringChecks } from './oracle-strings'

/** The string of 2 symbols that the independent trainer repeated. */
const trial = exampleTrial({
  shape: { layers: 2, width: 32, heads: 4, vocab: 64, seqLen: 256, tied: false, positions: 'sinusoidal' },
  source: { id: 'alphabet', symbols: 2, skew: 0 },
  datasetSize: 1,
  batch: 1,
  steps: 1000,
  learningRate: 3e-3,
  settings: { beta1: 0.9, initStd: 0.02, schedule: 'constant' },
})

it('looks at a curve as seldom as the independent trainer did', () => {
  const traces = {
    'look.step': [1, 50, 52, 54, 60, 700],
    'look.alphabetMass': [0, 0.9, 0.95, 0.98, 1, 1],
    'look.bitsPerToken': [6, 2, 1.5, 1.2, 1, 0.1],
  }
  const [found, learned] = oracleStringChecks().slice(0, 2)
  const record = exampleRecord(trial, { traces })
  // 0.9 at step 50 and 1 at step 60: the middle between them, though the look at step 52 has it already.
  expect(found!.measure([record])[0]).toBeCloseTo(55, 9)
  // 0.1 nats are 0.1443 bits; the looks beside it lie on the same line.
  expect(learned!.measure([record])[0]).toBeCloseTo(60 + (640 * (1 - 0.1 / Math.LN2)) / 0.9, 6)
})
