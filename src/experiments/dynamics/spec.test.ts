import { describe, expect, it } from 'vitest'
import { familyById } from '@/core/model/families'
import { firstConfig } from '@/core/testing/example-record'
import { checks } from './checks'
import { recordOf, symbolsOf, trialsOf } from './example-records'
import experiment from './spec'

describe('dynamics', () => {
  it('plans the independent trainer’s training as settings, and one string for each alphabet and seed', () => {
    const trials = trialsOf('quick')
    expect(trials.map(symbolsOf)).toEqual([2, 4, 7, 13, 26])
    for (const trial of trials) {
      expect(trial).toMatchObject({ datasetSize: 1, batch: 1, learningRate: 3e-3 })
      expect(trial.settings).toEqual({ beta1: 0.9, initStd: 0.02, schedule: 'constant' })
      expect(trial.shape).toMatchObject({ positions: 'sinusoidal', seqLen: 256, vocab: 64 })
    }
    expect(trialsOf('learned')[0]!.shape.positions).toBeUndefined()
    expect(trialsOf('nowhere')[0]!.shape.positions).toBe('none')
  })

  it('leaves families that turn by angle their own positions', () => {
    const config = { ...firstConfig(experiment, 'tiny'), family: 'llama' }
    expect(familyById('llama').positions).toEqual(['rotary'])
    for (const { shape } of experiment.plan(config)) expect(shape.positions).toBeUndefined()
  })

  it('refuses alphabets that the vocabulary does not hold', () => {
    const config = firstConfig(experiment, 'tiny')
    expect(experiment.problems({ ...config, alphabets: [2, 65] })).toEqual([
      { field: 'alphabets', message: '65 symbols do not fit a vocabulary of 64' },
    ])
  })

  it('holds only the independent trainer’s own strings against it', () => {
    const check = checks.find(({ what }) => what.includes('0.1 nats') && what.includes('l 4,'))!
    expect(check.measure(trialsOf('quick').map((trial) => recordOf(trial)))).toHaveLength(1)
    expect(check.measure(trialsOf('tiny').map((trial) => recordOf(trial)))).toEqual([])
  })
})
