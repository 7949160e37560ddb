/** What probes of a repeated string have seen over the steps of a run, as figures and findings need it. */
import { LEARNED_NATS, learningPhases, type Phases, stepAtLoss } from '../metrics/phases'
import type { TrialRecord } from '../results/result'
import { alphabetOf, entropyBitsOf } from '../sweep/repeated-strings'
import type { Trial } from '../sweep/trial'
import { curve } from './curve'
import { type Run, type StartedRun, startedRuns } from './run'

/** Names of a probe's values; their curves are `look.<name>`. */
export const REPETITION_VALUES = [
  'bitsPerToken',
  'accuracy',
  'alphabetMass',
  'entropyBits',
  'klBits',
  'heldoutBitsPerToken',
] as const
export type RepetitionValue = (typeof REPETITION_VALUES)[number]

export const repetitionCurveName = (name: RepetitionValue): string => `look.${name}`

export type RepetitionCurve = Readonly<Record<RepetitionValue | 'steps', readonly number[]>>

export interface RepetitionRun {
  readonly run: StartedRun
  readonly trialKey: string
  readonly seed: number
  /** l, symbols of the string's alphabet. */
  readonly symbols: number
  readonly skew: number
  readonly seqLen: number
  readonly positions: TrialRecord['positions']
  /** Entropy of the source per token: what guessing costs. */
  readonly sourceBits: number
  readonly totalSteps: number
  readonly curve: RepetitionCurve
  readonly live: boolean
}

/** Share of the probability that counts as having found the alphabet. */
export const FOUND_MASS = 0.95

const alphabetNumbers = ({ source }: Trial) =>
  source.id === 'alphabet'
    ? { symbols: source.symbols, skew: source.skew, sourceBits: entropyBitsOf(alphabetOf({ source })) }
    : { symbols: 0, skew: 0, sourceBits: 0 }

export function repetitionOf(run: StartedRun): RepetitionRun {
  const { trial } = run
  const of = (name: RepetitionValue) => curve(run, repetitionCurveName(name))
  const valuesOf = (name: RepetitionValue) => of(name)?.values ?? []
  return {
    run,
    trialKey: trial.key,
    seed: trial.seed,
    seqLen: trial.shape.seqLen,
    positions: trial.shape.positions ?? 'learned',
    totalSteps: trial.steps,
    ...alphabetNumbers(trial),
    curve: {
      steps: of('bitsPerToken')?.steps ?? [],
      bitsPerToken: valuesOf('bitsPerToken'),
      accuracy: valuesOf('accuracy'),
      alphabetMass: valuesOf('alphabetMass'),
      entropyBits: valuesOf('entropyBits'),
      klBits: valuesOf('klBits'),
      heldoutBitsPerToken: valuesOf('heldoutBitsPerToken'),
    },
    live: run.state === 'training',
  }
}

/** Runs that were probed, finished or training, from the simplest source on. */
export const repetitionRuns = (runs: readonly Run[]): RepetitionRun[] =>
  startedRuns(runs)
    .map(repetitionOf)
    .filter(({ curve: { steps } }) => steps.length > 0)
    .toSorted((a, b) => a.sourceBits - b.sourceBits || a.seqLen - b.seqLen || a.seed - b.seed)

export const phasesOf = ({ curve, sourceBits }: RepetitionRun): Phases => learningPhases(curve, sourceBits)

/** Step at which the alphabet first has nearly all the probability, between probes; undefined where it never has. */
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

/** Probes of a run, evenly spread over the logarithm of its steps. */
export const PROBES = 40

/** How far probes lie apart, 0.17 for a run of 500 steps: steps that differ by a smaller share are not told apart. */
export const probeSpacing = (runs: readonly Pick<RepetitionRun, 'totalSteps'>[]): number =>
  Math.max(...runs.map(({ totalSteps }) => totalSteps)) ** (1 / (PROBES - 1)) - 1

/**
 * +1 where steps rise from the first to the last, −1 where they fall, 0 where they do neither: the ends have to differ by more than the
 * probes can tell, and no step may go the other way by more than that. Undefined where one is missing.
 * @param spacing see {@link probeSpacing}.
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
