/** What the traces and measures of a record must be to its run and to each other: the part of `bounds.ts` that needs no strings. */
import { groupBy } from '../group'
import type { TrialRecord } from './result'

/** Predictions of a device sum up to 1 only by so many bits a token. */
export const BITS_OF_A_TOKEN = 1e-3

/** What a token costs at most, bits: the logits of every device are numbers of 32 bits, which end at 2^128. */
export const MOST_BITS_OF_A_TOKEN = 2 ** 130

/** Traces are rounded to this share of each value. */
const TRACE_ROUNDING = 1e-3

/** Measures and traces that are shares of something, by the last word of their names. */
const SHARES = new Set(
  'accuracy exactRecall tokenAccuracy alphabetMass keptShare probability auc aucCalibrated tprAt1Fpr tprAt1FprCalibrated f1 fpr tpr'.split(
    ' ',
  ),
)

/** @returns what is wrong, as in "its look.step is 9000 at the end, …"; undefined for a record that can be believed. */
export function traceProblem(record: TrialRecord): string | undefined {
  const { measures, traces, ceilingBits } = record
  for (const [name, value] of Object.entries(measures)) {
    const problem = valueProblem(name, [value])
    if (problem !== undefined) return problem
    if (name.startsWith('memorizedBits.') && value > ceilingBits * (1 + 1e-6))
      return `its ${name} is ${value}, above its ceilingBits`
  }
  for (const [name, values] of Object.entries(traces)) {
    const problem =
      valueProblem(name, values) ?? (name.endsWith('.step') ? stepProblem(name, record) : undefined)
    if (problem !== undefined) return problem
  }
  const groups = groupBy(Object.entries(traces), ([name]) => name.split('.')[0]!)
  for (const [group, members] of groups)
    if (new Set(members.map(([, values]) => values.length)).size > 1)
      return `its traces of ${group} are of several lengths`
  return stringsProblem(record)
}

function valueProblem(name: string, values: readonly number[]): string | undefined {
  const word = name.split('.').findLast((part) => Number.isNaN(Number(part))) ?? name
  const [least, most] = SHARES.has(word)
    ? [-BITS_OF_A_TOKEN, 1 + BITS_OF_A_TOKEN]
    : /bitsPerToken$/i.test(word)
      ? [-BITS_OF_A_TOKEN, MOST_BITS_OF_A_TOKEN]
      : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  const wrong = values.find((value) => value < least || value > most)
  return wrong === undefined
    ? undefined
    : `its ${name} is ${wrong}, which is no ${SHARES.has(word) ? 'share' : 'code length'}`
}

function stepProblem(name: string, { traces, steps }: TrialRecord): string | undefined {
  const at = traces[name]!
  const isInOrder = at.every((step, i) => Number.isInteger(step) && step >= 0 && step > (at[i - 1] ?? -1))
  if (!isInOrder) return `the steps of its ${name} are not in order`
  return at.length > 0 && at.at(-1)! > steps
    ? `its ${name} goes up to ${at.at(-1)}, but it ran ${steps} steps`
    : undefined
}

/** Where the bits of every single string are told, they come to those of all. */
function stringsProblem({
  traces,
  datasetSize,
  datasetBits,
  memorizedBits,
}: TrialRecord): string | undefined {
  for (const [name, whole] of [
    ['strings.sourceBits', datasetBits],
    ['strings.memorizedBits', memorizedBits],
  ] as const) {
    const bits = traces[name]
    if (bits?.length !== datasetSize) continue
    const sum = bits.reduce((total, own) => total + own, 0)
    const rounding = TRACE_ROUNDING * bits.reduce((total, own) => total + Math.max(1, Math.abs(own)), 0)
    if (Math.abs(sum - whole) > rounding)
      return `its ${name} come to ${sum}, but all its strings have ${whole}`
  }
  return undefined
}
