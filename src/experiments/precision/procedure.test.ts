import { expect, it } from 'vitest'
import type { Dataset } from '@/core/data/dataset'
import { uniformDatasetBits } from '@/core/metrics/bits'
import { trainingOptions } from '@/core/sweep/trial'
import { firstConfig } from '@/core/testing/example-record'
import type { Session } from '@/runtime/runner/procedure'
import procedure from './procedure'
import experiment from './spec'

const planned = experiment.plan({ ...firstConfig(experiment, 'tiny'), steps: 3, seeds: [0] })
const trials = [planned[0]!, planned.find(({ settings }) => settings.precision === 'bfloat16-stored')!]
const strings: Dataset = {
  tokens: new Int32Array(16),
  count: 2,
  seqLen: 8,
  sourceBits: Float64Array.of(32, 32),
}

/** Each string costs as many nats as the first weight says. */
function session() {
  let weights = trials.map(({ params }) => new Float32Array(params).fill(1.001))
  const trainer: Session['trainer'] = {
    codeLengths: async () => weights.map((own) => new Float64Array(2).fill(own[0]!)),
    readWeights: async () => weights.map((own) => own.slice()),
    writeWeights(values) {
      weights = values.map((own) => Float32Array.from(own))
    },
    predictions: async () => undefined,
    trainOn: () => undefined,
  }
  return { trainer, weights: () => weights }
}

it('probes at no step: weights are rounded in training', () => {
  expect(Object.keys(procedure)).toEqual(['begin'])
  expect(trials.map((trial) => trainingOptions(trial).precision)).toEqual(['float32', 'bfloat16-stored'])
})

it('counts the bits after every rounding, and puts the weights back', async () => {
  const { trainer, weights } = session()
  const measurement = procedure.begin({
    trials,
    training: [strings, strings],
    heldOut: [strings, strings],
    trainer,
  })
  const before = weights()
  const [plain] = await measurement.finish()
  expect(weights()).toEqual(before)
  expect(Object.keys(plain!.measures)).toHaveLength(16)
  const bits = uniformDatasetBits(2, 8, 16)
  expect(plain!.measures['memorizedBits.int8']).toBeCloseTo(
    bits - 2 * Math.log2(Math.E) * Math.fround(1.001),
    5,
  )
  expect(plain!.measures['memorizedBits.bfloat16']).toBeCloseTo(bits - 2 * Math.log2(Math.E), 9)
})
