/** Records for tests, of runs whose recall is known. */
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, firstTrials } from '@/core/testing/example-record'
import { CONTEXTS, type Context } from './measure'
import experiment from './spec'

export const trialsOf = (preset: string, symbols?: number): Trial[] =>
  firstTrials(experiment, preset).filter(
    ({ source }) => symbols === undefined || (source.id === 'alphabet' && source.symbols === symbols),
  )

export const PREFIXES = Array.from({ length: 17 }, (_, k) => k)

/** Tokens that give full recall in a context; fewer give 0.2, and so does any number where none is given. */
export type EnoughTokens = Readonly<Partial<Record<Context, number>>>

/** A model that needs few tokens behind the string's own symbols, and that no number of tokens helps behind others. */
export const own: EnoughTokens = { kept: 0, shuffled: 4, resampled: 5 }

export const recordOf = (trial: Trial, enough: EnoughTokens, accuracy = 1): TrialRecord =>
  exampleRecord(trial, {
    traces: {
      'look.step': [1, 400],
      'look.accuracy': [0, accuracy],
      'look.bitsPerToken': [6, 0.01],
      'recall.k': PREFIXES,
      ...Object.fromEntries(
        CONTEXTS.map((context) => [
          `recall.${context}`,
          PREFIXES.map((k) => (k >= (enough[context] ?? Number.POSITIVE_INFINITY) ? 1 : 0.2)),
        ]),
      ),
    },
  })
