/** Measurements of a repeated string over the steps of a run, as figures and findings need them. */
import { logSteps } from '../metrics/log-steps'
import { LEARNED_NATS, learningPhases, type Phases, stepAtLoss } from '../metrics/phases'
import { familyById } from '../model/families'
import type { Positions } from '../model/family'
import { alphabetOf, entropyBitsOf } from '../sweep/repeated-strings'
import type { Trial } from '../sweep/trial'
import { percentText, rangeText } from '../text/number'
import { curve, curvePoints } from './curve'
import { latestMean } from './learning'
import { type Run, type StartedRun, startedRuns, type TrainingRun } from './run'

/** Names of a probe's values. Their curves are called `look.<name>`, as in every record so far. */
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
  readonly positions: Positions
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
    positions: trial.shape.positions ?? familyById(trial.family).positions[0],
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

/** Those of the least seed that was probed: whose single curves are drawn. */
export function ofFirstProbedSeed(runs: readonly RepetitionRun[]): RepetitionRun[] {
  const first = Math.min(...runs.map(({ seed }) => seed))
  return runs.filter(({ seed }) => seed === first)
}

/** Where a probe's value is drawn over the steps of a run. */
export const probedPoints = ({ curve }: RepetitionRun, name: RepetitionValue): { x: number; y: number }[] =>
  curvePoints({ steps: curve.steps, values: curve[name] })

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

/** `4 symbols`, and the skew where there is one. */
export const runLabel = ({ symbols, skew }: RepetitionRun): string =>
  skew === 0 ? `${symbols} symbols` : `${symbols} symbols, skew ${skew}`

/** `a string over 4 symbols: 61 % of the tokens right`, as an exhibit's `learning` says it. */
export function learningRepetition(runs: readonly TrainingRun[]): string {
  const symbols = runs.map((run) => repetitionOf(run).symbols)
  const right = latestMean(runs, repetitionCurveName('accuracy'))
  const what = `${runs.length === 1 ? 'a string' : 'strings'} over ${rangeText(Math.min(...symbols), Math.max(...symbols), String)} symbols`
  return right === undefined ? what : `${what}: ${percentText(right)} of the tokens right`
}

const PROBES_PER_DECADE = 60

/**
 * The steps after which a run is probed: 60 in every tenfold of its steps, evenly spread over their logarithm, and every single step at the
 * beginning. Probing does not touch the training, so the trial's key does not name them: records from before have some forty probes.
 */
export const repetitionProbes = (steps: number): number[] =>
  logSteps(steps, Math.ceil(PROBES_PER_DECADE * Math.log10(steps)) + 1)

/**
 * How far the last probes of a run lie apart, as a share of the steps: 0.04 where it was probed by {@link repetitionProbes}. The farthest of
 * all runs. Steps that differ by less are not told apart.
 */
export const probeSpacing = (runs: readonly { readonly curve: Pick<RepetitionCurve, 'steps'> }[]): number =>
  Math.max(
    ...runs.map(({ curve: { steps } }) => {
      const [before = 1, last = before] = steps.slice(-2)
      return last / before - 1
    }),
  )
