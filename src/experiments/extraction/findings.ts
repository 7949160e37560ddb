/** What the runs have shown: where exact recall ends, what a longer prefix buys, and whether membership outlives it. */

import { meanText } from '@/core/figures/figure-points'
import type { Finding } from '@/core/findings/finding'
import type { TrialRecord } from '@/core/results/result'
import { type CapacityAxis, capacityAxis } from '@/core/runs/data-over-capacity'
import { shownPrefixes } from './measure'
import {
  type ExtractedModel,
  extractedModels,
  fallsTo,
  heldOutRecallOf,
  meansBySize,
  recallOf,
} from './series'

/** Half of the strings are lost; the attack has lost half of what it knew. */
const HALF_RECALL = 0.5
/** Nearly all of them come back. */
const WHOLE_RECALL = 0.99
const HALF_AUC = 0.75

const times = (x: number): string => `${x.toFixed(x < 10 ? 2 : 0)} times`

export const findings = (records: readonly TrialRecord[]): Finding[] => {
  const axis = capacityAxis({ planned: [], records })
  return extractedModels(records).flatMap((model) => {
    const half = Math.floor(model.records[0]!.seqLen / 2)
    const name = model.about === '' ? '' : ` (${model.about.slice(2)})`
    return [
      cliffFinding(model, axis, half, name),
      ...orderFinding(model, axis, half, name),
      ...prefixFinding(model, axis, name),
      strangersFinding(model, half, name),
    ]
  })
}

const recallCurve = (model: ExtractedModel, axis: CapacityAxis, prefix: number) =>
  meansBySize(model.records, axis, (record) => recallOf(record, prefix))

/** Seeds of the size at a place of the axis. */
const runsAt = (model: ExtractedModel, axis: CapacityAxis, x: number) =>
  model.records.filter((record) => axis.ofRecord(record) === x)

function cliffFinding(model: ExtractedModel, axis: CapacityAxis, half: number, name: string): Finding {
  const curve = recallCurve(model, axis, half)
  const missed = curve.findIndex(({ y }) => y <= WHOLE_RECALL)
  const whole = curve[missed - 1]
  const lost = fallsTo(HALF_RECALL, curve)
  const paper =
    'Morris et al.: with enough data no more is extracted than a model of new strings would complete'
  if (!whole || lost === undefined) {
    return {
      verdict: 'not reached',
      text: `Exact recall from the first ${half} tokens does not fall from over ${100 * WHOLE_RECALL} % of the strings to half of them inside the range of data that was run${name}: add smaller and larger datasets, or train longer.`,
      paper,
    }
  }
  const last = curve.at(-1)!
  return {
    verdict: 'seen',
    text: `From their first ${half} tokens over ${100 * WHOLE_RECALL} % of the strings come back whole up to data of ${times(whole.x)} what the model holds, half of them at ${times(lost)}, and ${meanText(
      runsAt(model, axis, last.x).map((record) => 100 * recallOf(record, half)),
      1,
      '%',
    )} of them at ${times(last.x)}${name}.`,
    paper,
  }
}

/** Which dies first. */
function orderFinding(model: ExtractedModel, axis: CapacityAxis, half: number, name: string): Finding[] {
  const lost = fallsTo(HALF_RECALL, recallCurve(model, axis, half))
  if (lost === undefined) return []
  const aucs = meansBySize(model.records, axis, ({ measures }) => measures.auc ?? Number.NaN)
  const dies = fallsTo(HALF_AUC, aucs)
  const last = aucs.at(-1)
  if (!last) return []
  const paper = 'Morris et al.: membership inference is easier than extraction at every size of data'
  if (dies === undefined) {
    const lastAucs = runsAt(model, axis, last.x).flatMap(({ measures }) => measures.auc ?? [])
    return [
      {
        verdict: 'agrees',
        text: `Extraction dies first: half of the strings are lost at ${times(lost)} what the model holds, while at ${times(last.x)} the loss still tells members from strangers with AUC ${meanText(lastAucs, 3)}${name}. Where membership itself dies was not reached: add larger datasets.`,
        paper,
      },
    ]
  }
  return [
    {
      verdict: dies > lost ? 'agrees' : 'differs',
      text: `${dies > lost ? 'Extraction' : 'Membership'} dies first: half of the strings are lost at ${times(lost)} what the model holds, and the AUC is half way to chance at ${times(dies)}${name}.`,
      paper,
    },
  ]
}

/** Not from the shortest hint: what one token cannot point out is lost to ambiguity, not to forgetting. */
function prefixFinding(model: ExtractedModel, axis: CapacityAxis, name: string): Finding[] {
  const [, few, ...more] = shownPrefixes(model.records[0]!.seqLen)
  const many = more.at(-1)
  if (few === undefined || many === undefined) return []
  const short = fallsTo(HALF_RECALL, recallCurve(model, axis, few))
  const long = fallsTo(HALF_RECALL, recallCurve(model, axis, many))
  if (short === undefined || long === undefined) return []
  return [
    {
      verdict: 'seen',
      text: `Half of the strings are lost at ${times(short)} what the model holds when ${few} tokens are given, and at ${times(long)} when ${many} are${name}.`,
    },
  ]
}

function strangersFinding(model: ExtractedModel, half: number, name: string): Finding {
  const most = Math.max(...model.records.map((record) => heldOutRecallOf(record, half)))
  return {
    verdict: 'seen',
    text: `Of strings that it never saw, ${most === 0 ? 'none is completed' : `no run completes more than ${(100 * most).toFixed(1)} %`} from the first ${half} tokens${name}.`,
  }
}
