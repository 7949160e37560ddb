/** Which way the steps go with each factor, and whether entropy does by itself what an alphabet does. */
import type { ExhibitInput } from '@/core/figures/figure'
import type { FindingOf } from '@/core/findings/finding'
import { decideAbove, verdictAlone } from '@/core/findings/verdict'
import { groupBy } from '@/core/group'
import { effectOf } from '@/core/metrics/effect'
import { foundAt, probeSpacing, type RepetitionRun, repetitionRuns } from '@/core/runs/repetition'
import { finishedRuns } from '@/core/runs/run'
import { changesAlong } from '@/core/runs/trend'
import { factorsOf, knownAt } from './series'

/** Steps along a line of strings. */
export interface LineValues {
  /** Value of each string on the line: symbols, bits per token, or tokens. */
  readonly places: readonly number[]
  /** Steps of each string, one value for each seed that got there. */
  readonly steps: readonly (readonly number[])[]
  /** Change of ln steps from the first to the last string, one for each seed; none where a string did not get there in most. */
  readonly changes: readonly number[]
  /** Seeds without a change, where most have one. */
  readonly leftOut: number
  readonly seedsNeeded: number | undefined
}

export interface Values {
  readonly alphabetFound: LineValues
  readonly alphabetKnown: LineValues
  readonly entropyFound: LineValues
  readonly entropyKnown: LineValues
  readonly lengthFound: LineValues
  readonly lengthKnown: LineValues
}

export type FactorFinding = FindingOf<Values>

interface Line {
  readonly runs: readonly RepetitionRun[]
  /** The value that sentences name for a string. */
  readonly placeOf: (run: RepetitionRun) => number
  /** The value over which ln steps are fitted with a straight line. */
  readonly xOf: (run: RepetitionRun) => number
}

export function findings({ runs }: ExhibitInput): FactorFinding[] {
  const probed = repetitionRuns(finishedRuns(runs))
  if (probed.length === 0) return []
  const factors = factorsOf(probed)
  // Steps between probes are interpolated: what differs by less than probes lie apart may be the interpolation's.
  const margin = Math.log(1 + probeSpacing(probed))
  const bitsOf = ({ sourceBits }: RepetitionRun) => sourceBits
  const alphabet = { runs: factors.alphabet, placeOf: ({ symbols }: RepetitionRun) => symbols, xOf: bitsOf }
  const entropy = { runs: factors.skew, placeOf: bitsOf, xOf: bitsOf }
  const length = {
    runs: factors.length,
    placeOf: ({ seqLen }: RepetitionRun) => seqLen,
    xOf: ({ seqLen }: RepetitionRun) => Math.log(seqLen),
  }
  return [
    ...lineFinding('alphabetFound', alphabet, foundAt, 1, margin),
    ...lineFinding('alphabetKnown', alphabet, knownAt, -1, margin),
    ...lineFinding('entropyFound', entropy, foundAt, undefined, margin),
    ...lineFinding('entropyKnown', entropy, knownAt, -1, margin),
    ...lineFinding('lengthFound', length, foundAt, undefined, margin),
    ...lineFinding('lengthKnown', length, knownAt, undefined, margin),
  ]
}

/**
 * Whether steps rise along a line, or fall.
 * @param expected the paper's: 1 for rising, −1 for falling; undefined where it has not said so.
 */
function lineFinding(
  id: keyof Values,
  { runs, placeOf, xOf }: Line,
  stepOf: (run: RepetitionRun) => number | undefined,
  expected: 1 | -1 | undefined,
  margin: number,
): FactorFinding[] {
  const strings = [...groupBy(runs, placeOf)]
  if (strings.length < 2) return []
  const along = changesAlong(runs.map((run) => ({ seed: run.seed, x: xOf(run), steps: stepOf(run) })))
  const decision =
    along && decideAbove(effectOf(along.changes.map((change) => (expected ?? 1) * change)), margin)
  return [
    {
      id,
      verdict: !decision ? 'not reached' : expected === undefined ? verdictAlone(decision) : decision.verdict,
      values: {
        places: strings.map(([place]) => place),
        steps: strings.map(([, own]) => own.flatMap((run) => stepOf(run) ?? [])),
        changes: along?.changes ?? [],
        leftOut: along?.leftOut ?? 0,
        seedsNeeded: decision?.seedsNeeded,
      },
    },
  ]
}

/** Presets that decide what smaller ones leave open. */
export const settledBy = {
  alphabetFound: 'quick',
  alphabetKnown: 'quick',
  entropyFound: 'quick',
  entropyKnown: 'quick',
  lengthFound: 'quick',
  lengthKnown: 'quick',
} as const satisfies Partial<Record<FactorFinding['id'], string>>
