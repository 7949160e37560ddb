/** How many steps the strings of a line take, in words: a line is strings that differ in one thing. */
import { effectOf } from '../metrics/effect'
import { mean } from '../metrics/stats'
import { decimalText, effectText, factorText, leftOutText, tooFewSeedsText } from './number'

interface StepsAlong {
  /** Steps of each string, one value for each seed that got there. */
  readonly steps: readonly (readonly number[])[]
  /** Change of ln steps from the first string to the last, one for each seed. */
  readonly changes: readonly number[]
  readonly leftOut: number
  readonly seedsNeeded: number | undefined
}

/**
 * `Steps until it is known: 245 with 2 symbols, 65 with 16 symbols. Fitted over all of them …`.
 * @param places what each string has: `2 symbols`.
 */
export function stepsAlongText(
  what: string,
  places: readonly string[],
  { steps, changes, leftOut, seedsNeeded }: StepsAlong,
  verdict: string,
): string {
  const each = steps.map(
    (own, i) => `${own.length > 0 ? decimalText(mean(own), 0) : 'not reached'} with ${places[i]}`,
  )
  const line = `${what}: ${each.join(', ')}.`
  if (verdict === 'not reached') return `${line} In most seeds some string did not get there: train longer.`
  const factor = effectText(effectOf(changes), (change) => factorText(change), 'times')
  const isFitted = places.length > 2 ? 'Fitted over all of them, the last takes' : 'The last takes'
  return `${line} ${isFitted} ${factor} as many as the first${
    verdict === 'no effect' ? ', less than the distance between two measurements' : ''
  }.${tooFewSeedsText({ verdict, seedsNeeded })}${leftOutText(leftOut)}`
}
