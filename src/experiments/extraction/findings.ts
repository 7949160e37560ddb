/** Findings: where exact recall ends, whether membership outlives it, and what a longer prefix buys. */
import type { ExhibitInput } from '@/core/figures/figure'
import type { FindingOf } from '@/core/findings/finding'
import { type Decision, decideAbove } from '@/core/findings/verdict'
import { fallsTo } from '@/core/metrics/crossing'
import { effectOf } from '@/core/metrics/effect'
import { type CapacityAxis, capacityAxis } from '@/core/runs/data-over-capacity'
import { byModel, bySize, type ModelRuns } from '@/core/runs/group'
import { type FinishedRun, finishedRuns } from '@/core/runs/run'
import { halfOf, shownPrefixes } from './measure'
import { aucOf, bySeed, meansBySize, newRecallOf, recallOf } from './series'

interface OfModel {
  /** Which of several models, `, P 1216`. */
  readonly about: string
}

/** Places are data over capacity. */
export interface ExtractionValues {
  /** Exact recall from the first half of the strings. */
  readonly cliff: OfModel & {
    /** Tokens given. */
    readonly prefix: number
    /** The most data of which nearly all strings come back; undefined where none do. */
    readonly whole: number | undefined
    /** Data at which half of them do not, for every seed that loses so many. */
    readonly lost: readonly number[]
    readonly most: { readonly x: number; readonly recalls: readonly number[] }
  }
  /** Data at which half of the strings are lost, and at which the attack is half way to chance, for each seed that loses so many. */
  readonly order: OfModel & {
    readonly lost: readonly number[]
    /** The most data that were run, for a seed whose attack outlives them. */
    readonly dies: readonly number[]
    readonly outlives: number
    readonly most: { readonly x: number; readonly aucs: readonly number[] }
    /** Decided on ln(dies / lost). */
    readonly decision: Decision
  }
  /** Data at which half of the strings are lost, given few tokens and given many. */
  readonly prefix: OfModel & {
    readonly few: { readonly prefix: number; readonly lost: readonly number[] }
    readonly many: { readonly prefix: number; readonly lost: readonly number[] }
  }
  /** The largest share of new strings that a run completes. */
  readonly newStrings: OfModel & { readonly prefix: number; readonly most: number }
}
export type ExtractionFinding = FindingOf<ExtractionValues>

/** Half of the strings are lost. */
const HALF_RECALL = 0.5
/** Nearly all of them come back. */
export const WHOLE_RECALL = 0.99
/** The attack is half way to chance. */
const HALF_AUC = 0.75
/** Places nearer than a tenth are one place: sizes lie farther apart, and the line between them is ours. */
const PLACE_MARGIN = Math.log(1.1)

export function findings({ runs }: ExhibitInput): ExtractionFinding[] {
  const finished = finishedRuns(runs)
  const axis = capacityAxis(runs)
  const usable = finished.filter(({ record }) => record.traces['recall.train'] !== undefined)
  return byModel(usable).flatMap((model) => [
    cliffFinding(model, axis),
    ...orderFinding(model, axis),
    ...prefixFinding(model, axis),
    newStringsFinding(model),
  ])
}

const seqLenOf = ({ runs }: ModelRuns): number => runs[0]!.trial.shape.seqLen

/** Data at which half of a seed's strings are lost; undefined where fewer ever are. */
const lostAt = (runs: readonly FinishedRun[], axis: CapacityAxis, prefix: number): number | undefined =>
  fallsTo(HALF_RECALL, meansBySize(runs, axis, recallOf(prefix)), 'log')

const lostBySeed = ({ runs }: ModelRuns<FinishedRun>, axis: CapacityAxis, prefix: number): number[] =>
  bySeed(runs).flatMap((own) => lostAt(own, axis, prefix) ?? [])

/** The largest dataset, with all its seeds. */
function mostData({ runs }: ModelRuns<FinishedRun>, axis: CapacityAxis) {
  const { runs: last } = bySize(runs).at(-1)!
  return { x: axis.of(last[0]!), runs: last }
}

function cliffFinding(model: ModelRuns<FinishedRun>, axis: CapacityAxis): ExtractionFinding {
  const prefix = halfOf(seqLenOf(model))
  const means = meansBySize(model.runs, axis, recallOf(prefix))
  const whole = means[means.findIndex(({ y }) => y <= WHOLE_RECALL) - 1]?.x
  const lost = lostBySeed(model, axis, prefix)
  const most = mostData(model, axis)
  return {
    id: 'cliff',
    verdict: whole === undefined || lost.length === 0 ? 'not reached' : 'seen',
    values: {
      about: model.about,
      prefix,
      whole,
      lost,
      most: { x: most.x, recalls: most.runs.map(recallOf(prefix)) },
    },
  }
}

/** Data at which a seed's attack is half way to chance; undefined where it never is. */
function diesAt(runs: readonly FinishedRun[], axis: CapacityAxis): number | undefined {
  const aucs = meansBySize(runs, axis, aucOf)
  const [least] = aucs
  return least && least.y <= HALF_AUC ? least.x : fallsTo(HALF_AUC, aucs, 'log')
}

function orderFinding(model: ModelRuns<FinishedRun>, axis: CapacityAxis): ExtractionFinding[] {
  const prefix = halfOf(seqLenOf(model))
  const most = mostData(model, axis)
  const aucs = most.runs.map(aucOf).filter(Number.isFinite)
  const seeds = bySeed(model.runs).flatMap((own) => {
    const lost = lostAt(own, axis, prefix)
    return lost === undefined ? [] : [{ lost, dies: diesAt(own, axis) }]
  })
  if (seeds.length === 0 || aucs.length === 0) return []
  const decision = decideAbove(
    effectOf(seeds.map(({ lost, dies = most.x }) => Math.log(dies / lost))),
    PLACE_MARGIN,
  )
  return [
    {
      id: 'order',
      verdict: decision.verdict,
      values: {
        about: model.about,
        lost: seeds.map(({ lost }) => lost),
        dies: seeds.map(({ dies = most.x }) => dies),
        outlives: seeds.filter(({ dies }) => dies === undefined).length,
        most: { x: most.x, aucs },
        decision,
      },
    },
  ]
}

/** Compares prefixes, the shortest apart: a string that one token cannot point out is lost to ambiguity, not to forgetting. */
function prefixFinding(model: ModelRuns<FinishedRun>, axis: CapacityAxis): ExtractionFinding[] {
  const [, few, ...more] = shownPrefixes(seqLenOf(model))
  const many = more.at(-1)
  if (few === undefined || many === undefined) return []
  const [short, long] = [few, many].map((prefix) => ({ prefix, lost: lostBySeed(model, axis, prefix) }))
  if (short!.lost.length === 0 || long!.lost.length === 0) return []
  return [{ id: 'prefix', verdict: 'seen', values: { about: model.about, few: short!, many: long! } }]
}

function newStringsFinding(model: ModelRuns<FinishedRun>): ExtractionFinding {
  const prefix = halfOf(seqLenOf(model))
  const most = Math.max(...model.runs.map(newRecallOf(prefix)))
  return { id: 'newStrings', verdict: 'seen', values: { about: model.about, prefix, most } }
}

/** Presets that decide what smaller ones leave open. */
export const settledBy = { cliff: 'quick', order: 'quick' } as const satisfies Partial<
  Record<ExtractionFinding['id'], string>
>
