/** What looks at a repeated string have seen, from finished and from training trials, as figures and findings need it. */

import { parseSource } from '../data/sources'
import type { FigureInput } from '../figures/figure'
import { LEARNED_NATS, learningPhases, type Phases, stepAtLoss } from '../metrics/phases'
import type { TrialRecord } from '../results/result'
import { alphabetOf, entropyBitsOf } from '../sweep/repeated-strings'
import type { Trial } from '../sweep/trial'

/** Names of the values of a look: live, and as traces behind `look.`. */
export const LOOK_VALUES = [
  'bitsPerToken',
  'accuracy',
  'alphabetMass',
  'entropyBits',
  'klBits',
  'heldoutBitsPerToken',
] as const
export type LookValue = (typeof LOOK_VALUES)[number]

export type RepetitionCurve = Readonly<Record<LookValue | 'steps', readonly number[]>>

export interface RepetitionRun {
  readonly trialKey: string
  readonly seed: number
  readonly symbols: number
  readonly skew: number
  readonly seqLen: number
  readonly positions: TrialRecord['positions']
  /** Of the source, per token: what guessing costs. */
  readonly sourceBits: number
  readonly totalSteps: number
  readonly curve: RepetitionCurve
  readonly live: boolean
}

/** Share of the probability that counts as having found the alphabet. */
export const FOUND_MASS = 0.95

const ofSource = (source: Trial['source']) =>
  source.id === 'alphabet'
    ? { ...source, sourceBits: entropyBitsOf(alphabetOf({ source })) }
    : { symbols: 0, skew: 0, sourceBits: 0 }

function curveOf(
  steps: readonly number[] | undefined,
  values: (name: LookValue) => readonly number[] | undefined,
): RepetitionCurve {
  const of = (name: LookValue) => values(name) ?? []
  return {
    steps: steps ?? [],
    bitsPerToken: of('bitsPerToken'),
    accuracy: of('accuracy'),
    alphabetMass: of('alphabetMass'),
    entropyBits: of('entropyBits'),
    klBits: of('klBits'),
    heldoutBitsPerToken: of('heldoutBitsPerToken'),
  }
}

export function ofRecord(record: TrialRecord): RepetitionRun {
  const { trialKey, seed, seqLen, positions, steps, traces } = record
  return {
    trialKey,
    seed,
    seqLen,
    positions,
    totalSteps: steps,
    ...ofSource(parseSource(record.source) ?? { id: 'uniform' }),
    curve: curveOf(traces['look.step'], (name) => traces[`look.${name}`]),
    live: false,
  }
}

function liveRuns({ planned, live, records }: FigureInput): RepetitionRun[] {
  const finished = new Set(records.map(({ trialKey }) => trialKey))
  const trials = new Map(planned.map((trial) => [trial.key, trial]))
  return live.flatMap(({ trialKey, looked }) => {
    const trial = trials.get(trialKey)
    if (!trial || !looked || finished.has(trialKey)) return []
    return [
      {
        trialKey,
        seed: trial.seed,
        seqLen: trial.shape.seqLen,
        positions: trial.shape.positions ?? 'learned',
        totalSteps: trial.steps,
        ...ofSource(trial.source),
        curve: curveOf(looked.steps, (name) => looked.values[name]),
        live: true,
      },
    ]
  })
}

/** Those with looks, finished or training, from the simplest source on. */
export const repetitionRuns = (input: FigureInput): RepetitionRun[] =>
  [...input.records.map(ofRecord), ...liveRuns(input)]
    .filter(({ curve }) => curve.steps.length > 0)
    .toSorted((a, b) => a.sourceBits - b.sourceBits || a.seqLen - b.seqLen || a.seed - b.seed)

export const phasesOf = ({ curve, sourceBits }: RepetitionRun): Phases => learningPhases(curve, sourceBits)

/** Step at which the alphabet first has nearly all the probability, between looks; undefined where it never has. */
export const foundAt = ({ curve }: RepetitionRun): number | undefined =>
  stepAtLoss(
    curve.steps,
    curve.alphabetMass.map((mass) => 1 - mass),
    1 - FOUND_MASS,
  )

/** Step at which the loss first falls under {@link LEARNED_NATS}; undefined where it never does. */
export const learnedAt = ({ curve }: RepetitionRun): number | undefined =>
  stepAtLoss(curve.steps, curve.bitsPerToken, LEARNED_NATS / Math.LN2)

/** `l 4`, and the skew where there is one. */
export const runLabel = ({ symbols, skew }: RepetitionRun): string =>
  skew === 0 ? `l ${symbols}` : `l ${symbols}, skew ${skew}`

/** Looks at a run, evenly spread over the logarithm of its steps. */
export const LOOKS = 40

/** How far looks lie apart, 0.17 for a run of 500 steps: steps that differ by a smaller share are not told apart. */
export const lookSpacing = (runs: readonly Pick<RepetitionRun, 'totalSteps'>[]): number =>
  Math.max(...runs.map(({ totalSteps }) => totalSteps)) ** (1 / (LOOKS - 1)) - 1

/**
 * +1 where steps rise from the first to the last, −1 where they fall, 0 where they do neither: the ends have to differ by more than the
 * looks can tell, and no step may go the other way by more than that. Undefined where one is missing.
 * @param spacing see {@link lookSpacing}.
 */
export function trend(steps: readonly (number | undefined)[], spacing: number): number | undefined {
  const known = steps.filter((step) => step !== undefined)
  if (known.length < steps.length || known.length < 2) return undefined
  const change = (from: number, to: number) => to / from - 1
  const whole = change(known[0]!, known.at(-1)!)
  if (Math.abs(whole) < spacing) return 0
  const sign = Math.sign(whole)
  return known.every((step, i) => i === 0 || sign * change(known[i - 1]!, step) > -spacing) ? sign : 0
}
