/** How runs were trained, in one sentence that stands with every figure of them. */
import { RECIPE_OPTIONS, recipeLearningRate, type TrainingOptions } from '../model/recipe'
import type { TrialRecord } from '../results/result'
import { trainingOptions } from '../sweep/trial'
import { countText } from '../text/number'

/** Of the recipe: it falls with the width d. */
const RECIPE_RATE = '0.8/d'

/** Steps, recipe, seeds. @param records at least one. */
export function recipeSentence(records: readonly TrialRecord[]): string {
  const list = (values: readonly number[]) =>
    [...new Set(values)]
      .sort((a, b) => a - b)
      .map((value) => countText(value))
      .join(', ')
  const auto = records.every((r) => Math.abs(r.learningRate - recipeLearningRate(r.width)) < 1e-9)
  const rate = auto
    ? RECIPE_RATE
    : [...new Set(records.map((r) => r.learningRate))].map((r) => String(Number(r.toPrecision(3)))).join(', ')
  const full = records.every((r) => r.batch === r.datasetSize)
  const largest = Math.max(...records.map((r) => r.batch))
  const batch = full
    ? 'every string in every step'
    : largest === 1
      ? 'one string in every step'
      : `batches of at most ${countText(largest)} strings`
  const seeds = new Set(records.map((r) => r.seed)).size
  const unlike = optionTexts(records)
    .map((text) => `${text}, `)
    .join('')
  // An experiment that trains in other precisions names them itself.
  const precision = records.every((r) => r.settings.precision === undefined) ? ' in float32' : ''
  return `${list(records.map((r) => r.steps))} steps of AdamW${precision}, peak learning rate ${rate}, ${unlike}${batch}, ${seeds === 1 ? 'seed' : 'seeds'} ${list(records.map((r) => r.seed))}.`
}

/** What these runs trained with unlike the recipe: all values where they differ among themselves. */
function optionTexts(records: readonly TrialRecord[]): string[] {
  const options = records.map(trainingOptions)
  const unlike = (
    name: Exclude<keyof TrainingOptions, 'schedule' | 'precision'>,
    label: string,
  ): string[] => {
    const values = [...new Set(options.map((option) => option[name]))].toSorted((a, b) => a - b)
    const isRecipe = values.every((value) => value === RECIPE_OPTIONS[name])
    return isRecipe ? [] : [`${label} ${values.map((value) => Number(value.toPrecision(3))).join(', ')}`]
  }
  const constant = options.filter(({ schedule }) => schedule === 'constant').length
  return [
    ...(constant === 0 ? [] : [constant === options.length ? 'constant' : 'constant in some']),
    ...unlike('beta1', 'β₁'),
    ...unlike('beta2', 'β₂'),
    ...unlike('weightDecay', 'weight decay'),
    ...unlike('clipNorm', 'clipped at'),
    ...unlike('initStd', 'initial weights of deviation'),
  ]
}
