/** Findings from runs of several models on the same strings. */
import type { Finding } from '@/core/findings/finding'
import { mean } from '@/core/metrics/stats'
import { byModel, type ModelRuns } from '@/core/runs/group'
import type { FinishedRun } from '@/core/runs/run'
import { decaysOf, ofDecay } from './series'

/** A model holds its strings from this share of their ceiling on: its training loss is then at its floor. */
const HELD = 0.95

interface Model {
  readonly params: number
  /** Test bits per token of each seed. */
  readonly test: readonly number[]
  /** Memorised bits over the most that these strings allow, mean over seeds. */
  readonly held: number
  readonly bitsPerParam: number
  readonly dataPerParam: number
}

export interface ModelPeak {
  readonly decay: number
  /** The model with the highest mean test loss; undefined where it is the smallest or the largest. */
  readonly top: Model | undefined
  /** Whether that is the smallest model that holds its strings. */
  readonly isFirstToHold: boolean
  /** Memorised bits for each parameter of the largest model that does not hold them. */
  readonly fullBitsPerParam: number | undefined
}

export const byModelFindings = (runs: readonly FinishedRun[]): Finding<'models', ModelPeak>[] =>
  decaysOf(runs).map((decay) => {
    const models = byModel(ofDecay(runs, decay)).map(modelOf)
    const top = models.reduce((best, model) => (mean(model.test) > mean(best.test) ? model : best))
    const isInside = top !== models[0] && top !== models.at(-1)
    return {
      id: 'models',
      verdict: isInside ? 'seen' : 'not reached',
      values: {
        decay,
        top: isInside ? top : undefined,
        isFirstToHold: top === models.find(({ held }) => held >= HELD),
        fullBitsPerParam: models.findLast(({ held }) => held < HELD)?.bitsPerParam,
      },
    }
  })

function modelOf({ params, runs }: ModelRuns<FinishedRun>): Model {
  const records = runs.map(({ record }) => record)
  return {
    params,
    test: records.map(({ heldoutBitsPerToken }) => heldoutBitsPerToken),
    held: mean(records.map(({ memorizedBits, ceilingBits }) => memorizedBits / ceilingBits)),
    bitsPerParam: mean(records.map(({ bitsPerParam }) => bitsPerParam)),
    dataPerParam: mean(records.map(({ datasetBits }) => datasetBits / params)),
  }
}
