/** What the runs have shown: how certain the attack is while the data fit, along what it falls, and what is left of it. */
import { meanText } from '@/core/figures/figure-points'
import type { Finding } from '@/core/findings/finding'
import { reconstructedMembershipF1 } from '@/core/metrics/sigmoid-fit'
import { spread } from '@/core/metrics/stats'
import type { TrialRecord } from '@/core/results/result'
import { type AttackedModel, attackedModels, attackFit, axisOfRecords, bySize, type SizeRuns } from './series'

const mean = (values: readonly number[]): number => spread(values).mean
const times = (x: number): string => `${x.toFixed(x < 10 ? 1 : 0)} times`

/** The fit says that the points lie on a sigmoid. */
const GOOD_FIT = 0.95
/** The most that F1 may lie off the paper's law and still agree with it. */
const LAW_TOLERANCE = 0.05
/** An AUC up to this has fallen: half way to chance. */
const FALLEN = 0.75
/** Above this the law says hardly more than that the attack works. */
const LAW_HIGH = 0.9

export const findings = (records: readonly TrialRecord[]): Finding[] =>
  attackedModels(records.filter(({ measures }) => measures.auc !== undefined)).flatMap((model) => {
    const axis = axisOfRecords(records)
    const sizes = bySize(model, axis)
    const name = model.about === '' ? '' : ` (${model.about.slice(2)})`
    return [
      ...certaintyFinding(sizes, name),
      sigmoidFinding(model, sizes, name),
      ...strictFinding(sizes, name),
      ...lawFinding(sizes, axis.capacityOf(model.params), name),
    ]
  })

function certaintyFinding(sizes: readonly SizeRuns[], name: string): Finding[] {
  const fitting = sizes.findLast(({ x }) => x <= 1.05)
  const last = sizes.at(-1)!
  if (!fitting || fitting === last) return []
  const isCertain = mean(fitting.values('auc')) > 0.99
  const hasFallen = mean(last.values('auc')) <= FALLEN
  return [
    {
      verdict: !isCertain ? 'differs' : hasFallen ? 'agrees' : 'not reached',
      text: `While the data fit (${times(fitting.x)} what the model holds) the AUC is ${meanText(fitting.values('auc'), 3)}; at ${times(last.x)} it is ${meanText(last.values('auc'), 3)}${name}${isCertain && !hasFallen ? ', not yet half way to chance: add larger datasets' : ''}.`,
      paper: 'Morris et al.: near certain below capacity, falling towards chance with more data',
    },
  ]
}

function sigmoidFinding(model: AttackedModel, sizes: readonly SizeRuns[], name: string): Finding {
  const axis = axisOfRecords(model.records)
  const fit = attackFit(model, axis, 'auc')
  const paper = 'Morris et al.: F1 falls along a sigmoid in data over capacity'
  if (!fit?.isBracketed) {
    const last = sizes.at(-1)!
    return {
      verdict: 'not reached',
      text: `The AUC does not fall half way to chance inside the range of data that was run (up to ${times(last.x)} what the model holds${name}): add larger datasets.`,
      paper,
    }
  }
  const middle = fit.midpoint / axis.capacityOf(model.params)
  return {
    verdict: fit.rSquared > GOOD_FIT ? 'agrees' : 'differs',
    text: `The AUC falls along a sigmoid (R² ${fit.rSquared.toFixed(3)} over ${sizes.length} sizes), half way to chance where the data are ${times(middle)} what the model holds${name}.`,
    paper,
  }
}

/** Where a careful attacker is left with nothing, while the AUC still looks well. */
function strictFinding(sizes: readonly SizeRuns[], name: string): Finding[] {
  const lost = sizes.find(({ values }) => values('tprAt1Fpr').length > 0 && mean(values('tprAt1Fpr')) < 0.5)
  const last = sizes.at(-1)!
  if (!lost) return []
  return [
    {
      verdict: 'seen',
      text: `At ${times(lost.x)} what the model holds, where the AUC is still ${meanText(lost.values('auc'))}, only ${meanText(lost.values('tprAt1Fpr'))} of the members are found at 1 % false alarms; at the largest data F1 is ${meanText(last.values('f1'))}, against 0.67 of calling every string a member${name}.`,
    },
  ]
}

/** The paper's law was measured on text and on far larger models: that it does not hold here is worth seeing. */
function lawFinding(sizes: readonly SizeRuns[], capacity: number, name: string): Finding[] {
  const off = sizes
    .filter(({ x, values }) => x > 1 && values('f1').length > 0)
    .map(({ x, values }) => ({ x, ours: values('f1'), law: reconstructedMembershipF1(x * capacity) }))
    .toSorted((a, b) => Math.abs(b.law - mean(b.ours)) - Math.abs(a.law - mean(a.ours)))
  const worst = off[0]
  if (!worst) return []
  const paper = 'Morris et al., §5: the law as printed rises with the data; this is our reconstruction of it'
  const lowest = Math.min(...off.map(({ law }) => law))
  if (lowest > LAW_HIGH) {
    return [
      {
        verdict: 'not reached',
        text: `Over the data that were run the paper’s law, in our reconstruction, falls no lower than ${lowest.toFixed(2)}${name}, so it is not put to the test: add larger datasets.`,
        paper,
      },
    ]
  }
  const agrees = Math.abs(worst.law - mean(worst.ours)) < LAW_TOLERANCE
  return [
    {
      verdict: agrees ? 'agrees' : 'differs',
      text: agrees
        ? `F1 stays within ${LAW_TOLERANCE} of the paper’s law in our reconstruction at all sizes beyond capacity${name}.`
        : `F1 is farthest from the paper’s law in our reconstruction at ${times(worst.x)} what the model holds: ${meanText(worst.ours)} here, ${worst.law.toFixed(2)} by the law${name}.`,
      paper,
    },
  ]
}
