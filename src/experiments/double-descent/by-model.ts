/** What runs of several models on the same strings have shown. */
import { meanText } from '@/core/figures/figure-points'
import type { Finding } from '@/core/findings/finding'
import { groupBy } from '@/core/group'
import { spread } from '@/core/metrics/stats'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import type { TrialRecord } from '@/core/results/result'
import { countText } from '@/core/text/number'
import { decayOf, decaysOf } from './series'

/** Of the ceiling: with as much the training loss is at its floor, and the strings are held. */
const HELD = 0.95

interface Model {
  readonly params: number
  /** Test bits per token of each seed. */
  readonly test: readonly number[]
  readonly meanTest: number
  /** Memorised bits over the most that these strings allow, mean over seeds. */
  readonly held: number
  readonly bitsPerParam: number
  readonly dataPerParam: number
}

export const byModelFindings = (records: readonly TrialRecord[]): Finding[] =>
  decaysOf(records).map((decay) => {
    const own = records.filter(({ settings }) => decayOf(settings) === decay)
    return modelFinding(own, decay === RECIPE_OPTIONS.weightDecay ? '' : `With weight decay ${decay}: `)
  })

function modelFinding(records: readonly TrialRecord[], about: string): Finding {
  const models = modelsOf(records)
  const top = models.reduce((best, model) => (model.meanTest > best.meanTest ? model : best))
  if (top === models[0] || top === models.at(-1)) {
    return {
      verdict: 'not reached',
      text: `${about}The test loss has no peak inside the range of models that was run: add smaller and larger ones.`,
    }
  }
  const peak = `${about}The test loss is highest, ${meanText(top.test, 1)} bits per token, at ${countText(top.params)} parameters`
  const share = `${Math.round(100 * top.held)} % of the bits that can be memorised of these strings`
  if (top !== models.find(({ held }) => held >= HELD)) {
    return { verdict: 'seen', text: `${peak}. That model holds ${share}.` }
  }
  const full = models.findLast(({ held }) => held < HELD)
  return {
    verdict: 'seen',
    text: `${peak}: the smallest of these models that holds its strings (${share}) generalises worst.${full ? capacityText(top, full) : ''}`,
    paper: 'Morris et al.: the peak is where data and capacity are equal, at 1',
  }
}

const capacityText = (top: Model, full: Model): string =>
  ` The largest that is too small for them held ${full.bitsPerParam.toFixed(2)} bits for each parameter; by that the data are ${(top.dataPerParam / full.bitsPerParam).toFixed(2)} times the capacity at the peak.`

const modelsOf = (records: readonly TrialRecord[]): Model[] =>
  [...groupBy(records, ({ params }) => params)]
    .toSorted(([a], [b]) => a - b)
    .map(([params, runs]) => {
      const mean = (value: (run: TrialRecord) => number) => spread(runs.map(value)).mean
      const test = runs.map(({ heldoutBitsPerToken }) => heldoutBitsPerToken)
      return {
        params,
        test,
        meanTest: spread(test).mean,
        held: mean(({ memorizedBits, ceilingBits }) => memorizedBits / ceilingBits),
        bitsPerParam: mean((run) => run.bitsPerParam),
        dataPerParam: mean((run) => run.datasetBits / params),
      }
    })
