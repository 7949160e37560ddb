/** One trial: everything that decides what one trained model will remember. Plain data. */
import { familyById } from './families'
import type { ModelShape } from './family'
import { RECIPE } from './recipe'
import type { SourceId } from './sources'

export interface Trial {
  /** Readable and stable: equal keys mean equal datasets, initial weights and recipe. */
  readonly key: string
  readonly experiment: string
  readonly family: string
  readonly shape: ModelShape
  /** P, all trained parameters; tied ones once. */
  readonly params: number
  readonly source: SourceId
  /** N, strings. */
  readonly datasetSize: number
  readonly seed: number
  readonly steps: number
  /** Peak learning rate. */
  readonly learningRate: number
  /** Strings per step and member; N for a full batch. */
  readonly batch: number
}

export function makeTrial(parts: Omit<Trial, 'key' | 'params'>): Trial {
  return {
    ...parts,
    key: trialKey(parts, RECIPE.version),
    params: familyById(parts.family).parameterCount(parts.shape),
  }
}

/** The key of a trial under a version of the recipe. */
export function trialKey(parts: Omit<Trial, 'key' | 'params'>, recipeVersion: number): string {
  const { experiment, family, shape, source, datasetSize, steps, learningRate, batch, seed } = parts
  const { layers, width, heads, vocab, seqLen, tied } = shape
  return [
    experiment,
    `${family}-L${layers}-d${width}-H${heads}-V${vocab}-S${seqLen}${tied ? '-tied' : ''}`,
    `${source}-N${datasetSize}`,
    `t${steps}-lr${learningRate}-B${batch}-r${recipeVersion}`,
    `s${seed}`,
  ].join('/')
}

/** The model's name in charts and tables. */
export const modelLabel = (shape: ModelShape): string => `d ${shape.width}, L ${shape.layers}`
