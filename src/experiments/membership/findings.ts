/** Findings: how certain the attack is while the data fit, how it falls with more of them, and what is left of it. */
import type { ExhibitInput } from '@/core/figures/figure'
import type { FindingOf } from '@/core/findings/finding'
import { type Decision, decideAbove, decideEqual } from '@/core/findings/verdict'
import { effectOf } from '@/core/metrics/effect'
import { reconstructedMembershipF1 } from '@/core/metrics/sigmoid-fit'
import { mean } from '@/core/metrics/stats'
import { type CapacityAxis, capacityAxis } from '@/core/runs/data-over-capacity'
import { byModel, type ModelRuns, measureOf, pairedBySeed } from '@/core/runs/group'
import { type FinishedRun, finishedRuns } from '@/core/runs/run'
import { type AttackedSize, attackedSizes, attackFit, rawBitsPerParam } from './series'

/** Data over capacity, and a score of every seed. */
interface ScoresAt {
  readonly x: number
  readonly scores: readonly number[]
}

interface OfModel {
  /** Which of several models, `, P 1280`. */
  readonly about: string
}

export interface MembershipValues {
  /** AUC at the most data that fit. */
  readonly certain: OfModel & ScoresAt & { readonly decision: Decision }
  /** AUC with the least and with the most data; the fall within a seed, or none where more data are needed. */
  readonly falls: OfModel & {
    readonly least: ScoresAt
    readonly most: ScoresAt
    /** Data over capacity half way to chance. */
    readonly halfway: number | undefined
    readonly decision: Decision | undefined
  }
  /** True positives at a low rate of false ones, where the AUC still looks well. */
  readonly strict: OfModel & {
    readonly x: number
    readonly auc: readonly number[]
    readonly tpr: readonly number[]
    readonly lastF1: readonly number[]
  }
  /** F1 where it lies farthest from the paper's law, or the lowest that the law comes to in these data. */
  readonly law: OfModel & ScoresAt & { readonly law: number; readonly decision: Decision | undefined }
}
export type MembershipFinding = FindingOf<MembershipValues>

/** The least AUC that is called certain. */
const CERTAIN = 0.99
/** An AUC up to this has fallen: half way to chance. */
const FALLEN = 0.75
/** A fall by less is as good as none: a fifth of the way to chance. */
const FALL_MARGIN = 0.1
/** F1 that lies no farther from the law agrees with it. */
const LAW_MARGIN = 0.05
/** Above this the law says hardly more than that the attack works. */
const LAW_HIGH = 0.9
/** The law goes down to 0.5, F1 to the 2/3 of calling every string a member: below this they cannot agree. */
const LAW_LOW = 0.75
/** Data that are more than the model holds by no more than chance. */
const FITTING = 1.05

export function findings({ runs }: ExhibitInput): MembershipFinding[] {
  const attacked = finishedRuns(runs).filter(({ record }) => record.measures.auc !== undefined)
  const axis = capacityAxis(runs)
  return byModel(attacked).flatMap((model) => {
    const sizes = attackedSizes(model, axis)
    return [
      ...certainFinding(model, sizes),
      fallsFinding(model, sizes, axis),
      ...strictFinding(model, sizes),
      ...lawFinding(model, sizes),
    ]
  })
}

const scoresAt = ({ x, runs }: AttackedSize, measure: string): ScoresAt => ({
  x,
  scores: measureOf(runs, measure),
})

function certainFinding({ about }: ModelRuns, sizes: readonly AttackedSize[]): MembershipFinding[] {
  const fitting = sizes.findLast(({ x }) => x <= FITTING)
  if (!fitting) return []
  const { x, scores } = scoresAt(fitting, 'auc')
  const decision = decideAbove(effectOf(scores.map((auc) => auc - CERTAIN)))
  return [{ id: 'certain', verdict: decision.verdict, values: { about, x, scores, decision } }]
}

const aucOf = ({ record }: FinishedRun): number => record.measures.auc!

function fallsFinding(
  model: ModelRuns<FinishedRun>,
  sizes: readonly AttackedSize[],
  axis: CapacityAxis,
): MembershipFinding {
  const [first, last] = [sizes[0]!, sizes.at(-1)!]
  const [least, most] = [scoresAt(first, 'auc'), scoresAt(last, 'auc')]
  const fit = attackFit(model, axis, 'auc')
  const halfway = fit?.isBracketed ? fit.midpoint / axis.capacityOf(model.params) : undefined
  const falls = pairedBySeed(first.runs, last.runs, (small, large) => aucOf(small) - aucOf(large))
  const isCovered = first !== last && falls.length > 0 && mean(most.scores) <= FALLEN
  const decision = isCovered ? decideAbove(effectOf(falls), FALL_MARGIN) : undefined
  return {
    id: 'falls',
    verdict: decision?.verdict ?? 'not reached',
    values: { about: model.about, least, most, halfway, decision },
  }
}

function strictFinding({ about }: ModelRuns, sizes: readonly AttackedSize[]): MembershipFinding[] {
  const lost = sizes.find(({ runs }) => {
    const rates = measureOf(runs, 'tprAt1Fpr')
    return rates.length > 0 && mean(rates) < 0.5
  })
  if (!lost) return []
  return [
    {
      id: 'strict',
      verdict: 'seen',
      values: {
        about,
        x: lost.x,
        auc: measureOf(lost.runs, 'auc'),
        tpr: measureOf(lost.runs, 'tprAt1Fpr'),
        lastF1: measureOf(sizes.at(-1)!.runs, 'f1'),
      },
    },
  ]
}

/** The paper's law was measured on text and on far larger models: that it does not hold here is worth seeing. */
function lawFinding({ about }: ModelRuns, sizes: readonly AttackedSize[]): MembershipFinding[] {
  const beyond = sizes
    .map((size) => ({
      ...scoresAt(size, 'f1'),
      law: reconstructedMembershipF1(rawBitsPerParam(size.runs[0]!)),
    }))
    .filter(({ x, scores, law }) => x > 1 && scores.length > 0 && law >= LAW_LOW)
  const lowest = beyond.toSorted((a, b) => a.law - b.law)[0]
  if (!lowest) return []
  if (lowest.law > LAW_HIGH) {
    return [{ id: 'law', verdict: 'not reached', values: { about, ...lowest, decision: undefined } }]
  }
  const distance = ({ scores, law }: typeof lowest) => Math.abs(mean(scores) - law)
  const worst = beyond.reduce((far, own) => (distance(own) > distance(far) ? own : far))
  // Picked as the worst of so many sizes, so that the interval has to hold for all of them.
  const difference = effectOf(
    worst.scores.map((f1) => f1 - worst.law),
    beyond.length,
  )
  const decision = decideEqual(difference, LAW_MARGIN)
  return [{ id: 'law', verdict: decision.verdict, values: { about, ...worst, decision } }]
}

/** Presets that decide what smaller ones leave open. */
export const settledBy = { certain: 'quick', falls: 'quick', law: 'quick' } as const satisfies Partial<
  Record<MembershipFinding['id'], string>
>
