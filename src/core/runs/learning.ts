/** What models in training are doing, in the words that follow "is learning". Pure. */
import { countText, listText, percentText, plural, rangeText } from '../text/number'
import { lastValue } from './curve'
import type { TrainingRun } from './run'

/** `143 strings`, `8–16 strings`. */
export function stringsText(runs: readonly TrainingRun[]): string {
  const sizes = runs.map(({ trial }) => trial.datasetSize)
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  return least === most ? plural(least, 'string') : `${rangeText(least, most, countText)} strings`
}

/** `143 strings: 61 % of the bits known`. @param how they are learned: `in bfloat16`. */
export const learningStrings = (runs: readonly TrainingRun[], how = ''): string =>
  `${stringsText(runs)}${how && ` ${how}`}: ${percentText(knownShare(runs))} of the bits known`

function knownShare(runs: readonly TrainingRun[]): number {
  const data = runs.reduce((sum, { live }) => sum + live.datasetBits, 0)
  const known = runs.reduce((sum, { live }) => sum + Math.max(0, live.memorizedBits), 0)
  return data > 0 ? Math.min(1, known / data) : 0
}

/** More names than these would make a sentence of a list. */
const MOST_NAMED = 3

/** Each name once: `GPT-2 and Llama`; of more than three their number, `5 families`. */
export function namesText(names: readonly string[], many: string): string {
  const each = [...new Set(names)]
  return each.length > MOST_NAMED ? `${each.length} ${many}` : listText(each)
}

/** Mean of the latest values of a curve over the runs that have one; undefined before the first. */
export function latestMean(runs: readonly TrainingRun[], name: string): number | undefined {
  const values = runs.flatMap((run) => lastValue(run, name) ?? []).filter(Number.isFinite)
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length
}
