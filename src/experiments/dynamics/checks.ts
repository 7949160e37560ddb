/** The oracle's steps for its strings of 256 tokens (science.md §4, Dynamics). */
import type { Check } from '@/core/findings/finding'
import type { TrialRecord } from '@/core/results/result'
import { foundAt, learnedAt, type RepetitionRun, repetitionOf } from '@/core/runs/repetition'
import { runsOfRecords } from '@/core/runs/run'
import { ORACLE_REPETITION } from '@/core/sweep/repetition-config'

const isOracle = (record: TrialRecord, symbols: number): boolean => {
  const { vocab, seqLen, family, positions, layers, width, heads, learningRate } = ORACLE_REPETITION
  return (
    record.source === `alphabet-${symbols}` &&
    record.vocab === vocab &&
    record.seqLen === seqLen &&
    record.family === family &&
    record.positions === positions &&
    record.layers === layers &&
    record.width === width &&
    record.heads === heads &&
    record.learningRate === learningRate
  )
}

const stepsOf =
  (symbols: number, stepOf: (run: RepetitionRun) => number | undefined) =>
  (records: readonly TrialRecord[]) =>
    runsOfRecords(records.filter((record) => isOracle(record, symbols))).flatMap(
      (run) => stepOf(repetitionOf(run)) ?? [],
    )

const LEARNED: readonly (readonly [symbols: number, step: number])[] = [
  [2, 780],
  [4, 450],
  [7, 290],
  [13, 190],
  [26, 160],
]

/** One seed of another implementation each, whose first steps do not warm up: a quarter either way. */
const TOLERANCE = 0.25

export const checks: readonly Check[] = LEARNED.flatMap(([symbols, step]) => [
  {
    what: `step at which the alphabet has 0.95 of the probability (l ${symbols}, n 256)`,
    expected: [40, 110] as const,
    source: 'oracle, science.md §4',
    measure: stepsOf(symbols, foundAt),
  },
  {
    what: `step at which the loss falls under 0.1 nats per token (l ${symbols}, n 256)`,
    expected: [step, step] as const,
    tolerance: TOLERANCE,
    source: 'oracle, science.md §4',
    measure: stepsOf(symbols, learnedAt),
  },
])
