/** Records for tests, of runs whose curves are known. */
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, firstTrials } from '@/core/testing/example-record'
import experiment from './spec'

export const trialsOf = (preset: string): Trial[] => firstTrials(experiment, preset)

export const symbolsOf = ({ source }: Trial): number =>
  source.id === 'alphabet' ? source.symbols : Number.NaN

export const STEPS = [1, 10, 50, 100, 200, 300]

/** Curves of a run that guesses from step 50 and learns from step 200 on; or learns at once. */
function traces(entropyBits: number, guesses: boolean): TrialRecord['traces'] {
  const mass = guesses ? [0.1, 0.5, 0.96, 0.99, 1, 1] : [0.1, 0.5, 0.7, 0.8, 0.96, 1]
  const loss = guesses
    ? [6, 4, entropyBits, entropyBits, 0.4, 0.02]
    : [6, 4, 0.5 * entropyBits, 0.4, 0.2, 0.02]
  return {
    'look.step': STEPS,
    'look.bitsPerToken': loss,
    'look.accuracy': [0, 0.2, 0.3, 0.4, 0.9, 1],
    'look.alphabetMass': mass,
    'look.entropyBits': loss,
    'look.klBits': [5, 2, 0, 0, 1, 6],
    'look.heldoutBitsPerToken': [6, 4, entropyBits, entropyBits, 8, 9],
    tokenPosition: [0, 32, 64],
    tokens: STEPS.flatMap((_, i) => [i / 10, 0, 1]),
  }
}

export const recordOf = (trial: Trial, guesses = true, more: Partial<TrialRecord> = {}): TrialRecord => {
  const { traces: other, ...columns } = more
  return exampleRecord(trial, {
    heldoutBitsPerToken: 9,
    heldoutMemorizedBits: -500,
    heldoutStrings: 4,
    ...columns,
    traces: { ...traces(Math.log2(symbolsOf(trial)), guesses), ...other },
  })
}
