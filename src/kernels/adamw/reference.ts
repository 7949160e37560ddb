/** Gradient norm and AdamW in float64: the specification of the kernels. */
import { drawsByCounter, roundWeights } from '@/core/metrics/weight-rounding'
import { keepsMaster, type Precision } from '@/core/model/precision'
import { RECIPE, scheduleFactor } from '@/core/model/recipe'
import { splitRanges } from '@/kernels/kit/case-data'
import type { ScheduledSizes, UpdateSizes } from './programs'

/** @returns gradient (M, paramStride), NaN behind the parameters, and norms (M, chunks), sums of squares. */
export function gradientNormReference(
  { layout, paramStride, paramCount, chunks }: UpdateSizes,
  partials: ArrayLike<number>,
): { readonly gradient: Float64Array; readonly norms: Float64Array } {
  const gradient = new Float64Array(layout.members * paramStride).fill(Number.NaN)
  const norms = new Float64Array(layout.members * chunks)
  const splits = splitRanges(layout)
  for (let member = 0; member < layout.members; member++) {
    for (let i = 0; i < paramCount; i++) {
      let sum = 0
      for (const [split, range] of splits.entries()) {
        if (range.member === member) sum += partials[split * paramStride + i]!
      }
      gradient[member * paramStride + i] = sum
      norms[member * chunks + Math.floor(i / Math.ceil(paramCount / chunks))]! += sum * sum
    }
  }
  return { gradient, norms }
}

export interface AdamwBuffers {
  readonly params: ArrayLike<number>
  readonly first: ArrayLike<number>
  readonly second: ArrayLike<number>
  readonly gradient: ArrayLike<number>
  readonly norms: ArrayLike<number>
  readonly state: ArrayLike<number>
  /** Losses (ringSteps, M) as float32 bits. */
  readonly ring: ArrayLike<number>
  /** Master weights (M, paramStride), if the precision keeps them. */
  readonly master?: ArrayLike<number>
  /** Key of each member's draws (M), if rounding is stochastic. */
  readonly keys?: ArrayLike<number>
}

/** The loss of a step whose gradient was not finite, as bits. */
export const NAN_BITS = 0x7fc00000

/** How far float32 may have brought a weight from the reference's before it is rounded, relative to the larger of it and 1. */
const LEEWAY = 3e-6

/** The weight after rounding; NaN, which is not compared, if it lies so near to the middle of two numbers that an error of float32 decides. */
function roundedWeight(precision: Precision, weight: number, draw: number): number {
  if (precision === 'float32') return weight
  const leeway = LEEWAY * Math.max(1, Math.abs(weight))
  const [low, high] = roundWeights(precision, Float32Array.of(weight - leeway, weight + leeway), () => draw)
  return low === high ? low! : Number.NaN
}

/** @returns weights, moments, ring and master afterwards; nothing given is changed. */
export function adamwReference(
  { layout, paramStride, paramCount, chunks, steps, options, ringSteps }: ScheduledSizes,
  { gradient, norms, state, ...before }: AdamwBuffers,
): Readonly<Record<'params' | 'first' | 'second' | 'ring' | 'master', Float64Array>> {
  const { beta1, beta2, weightDecay, clipNorm, schedule, precision } = options
  const params = Float64Array.from(before.params)
  const first = Float64Array.from(before.first)
  const second = Float64Array.from(before.second)
  const ring = Float64Array.from(before.ring)
  const master = Float64Array.from(before.master ?? [])
  const updated = keepsMaster(precision) ? master : params
  for (let member = 0; member < layout.members; member++) {
    const [t, peakRate, , trains] = Array.from({ length: 4 }, (_, k) => state[4 * member + k]!)
    let squares = 0
    for (let c = 0; c < chunks; c++) squares += norms[member * chunks + c]!
    if (trains === 0) continue
    if (!Number.isFinite(squares)) {
      ring[((t! - 1) % ringSteps) * layout.members + member] = NAN_BITS
      continue
    }
    const clip = Math.min(1, clipNorm / Math.sqrt(squares))
    const rate = peakRate! * scheduleFactor(t!, steps, schedule)
    const draw = drawsByCounter(before.keys?.[member] ?? 0, t!)
    for (let i = 0; i < paramCount; i++) {
      const at = member * paramStride + i
      const g = gradient[at]! * clip
      first[at] = beta1 * first[at]! + (1 - beta1) * g
      second[at] = beta2 * second[at]! + (1 - beta2) * g ** 2
      const direction =
        first[at]! / (1 - beta1 ** t!) / (Math.sqrt(second[at]! / (1 - beta2 ** t!)) + RECIPE.epsilon)
      updated[at] = updated[at]! - rate * (direction + weightDecay * params[at]!)
      params[at] = roundedWeight(precision, updated[at]!, draw(i))
    }
  }
  return { params, first, second, ring, master }
}
