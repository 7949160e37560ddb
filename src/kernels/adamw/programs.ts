/** The two dispatches that end a step: sum the gradient and its squares, then update. */
import { RECIPE, type TrainingOptions } from '@/core/model/recipe'
import {
  changedInOne,
  defineProgram,
  foldWorkgroups,
  type KernelProgram,
  variantName,
} from '@/kernels/kit/kernel'
import type { RowLayout } from '@/kernels/kit/row-layout'
import norm from './norm.wesl'
import { roundingConditions } from './rounding'
import update from './update.wesl'

export interface UpdateSizes {
  readonly layout: RowLayout
  /** Floats from one member's parameters to the next's. */
  readonly paramStride: number
  /** Number of one member's parameters, which lie without gaps from 0. */
  readonly paramCount: number
  /** Number of parts of a member's parameters whose squares are summed apart. */
  readonly chunks: number
}

export interface ScheduledSizes extends UpdateSizes {
  /** Steps of the whole run: the schedule's length. */
  readonly steps: number
  readonly options: TrainingOptions
  /** Steps whose losses the ring holds. */
  readonly ringSteps: number
}

const WORKGROUP = 64
/** Parameters that an invocation updates. */
const PER_LANE = 4
const OTHER_PER_LANE = [2, 8, 16]
/** Floats that an update of one parameter reads and writes. */
const MOVED_FLOATS = 7
/**
 * How many chunks a member's parameters are split into: one parameter for each invocation while that makes few of them.
 * @param most every update reads all of them: too many would cost it more than the sums gain.
 */
export const normChunks = (paramCount: number, most: number): number =>
  Math.min(most, Math.ceil(paramCount / WORKGROUP))

/**
 * `adamw.norm`: table, partials (splits, paramStride) → gradient (members, paramStride), norms (members, chunks): the partial gradients
 * of each member's splits added up, and the sum of squares of each chunk.
 */
export function gradientNorm({ layout, paramStride, paramCount, chunks }: UpdateSizes): KernelProgram {
  return defineProgram({
    id: 'adamw.norm',
    file: norm,
    constants: {
      PARAM_STRIDE: paramStride,
      PARAM_COUNT: paramCount,
      CHUNKS: chunks,
      CHUNK: Math.ceil(paramCount / chunks),
    },
    layoutConstants: layout.constants,
    workgroups: [chunks, layout.members, 1],
  })
}

/**
 * `adamw.update`: gradient (members, paramStride), norms (members, chunks), state (members, 4) → params, first, second, each (members,
 * paramStride), ring (ringSteps, members); and → master (members, paramStride) where the precision keeps one, or keys (members) → where
 * rounding is stochastic. In the order params, first, second, gradient, norms, state, ring, [master], [keys]; no row table.
 */
export function adamwUpdate(
  sizes: ScheduledSizes,
  sharing: Readonly<Record<'perLane', number>> = { perLane: PER_LANE },
): KernelProgram {
  const { layout, paramStride, paramCount, chunks, steps, options, ringSteps } = sizes
  const { beta1, beta2, weightDecay, clipNorm, schedule, precision } = options
  const [blocks, folds] = foldWorkgroups(Math.ceil(paramCount / (WORKGROUP * sharing.perLane)))
  return defineProgram({
    id: 'adamw.update',
    file: update,
    constants: {
      PARAM_STRIDE: paramStride,
      PARAM_COUNT: paramCount,
      CHUNKS: chunks,
      PER_LANE: sharing.perLane,
      RING_STEPS: ringSteps,
      BETA1: beta1,
      BETA2: beta2,
      ONE_MINUS_BETA1: 1 - beta1,
      ONE_MINUS_BETA2: 1 - beta2,
      BETA1_LOG: decayLog(beta1),
      BETA2_LOG: decayLog(beta2),
      EPSILON: RECIPE.epsilon,
      WEIGHT_DECAY: weightDecay,
      CLIP_NORM: clipNorm,
      ...scheduleSizes(steps),
    },
    layoutConstants: {},
    conditions: { COSINE: schedule === 'cosine', ...roundingConditions(precision) },
    extraSizes: { MEMBERS: layout.members },
    workgroups: [blocks, layout.members, folds],
    work: 10 * MOVED_FLOATS * layout.members * paramCount,
    variant: variantName(sharing),
    alternatives: () =>
      changedInOne(sharing, { perLane: OTHER_PER_LANE }).map((other) => adamwUpdate(sizes, other)),
  })
}

/** What schedule.wesl wants to know of a run of so many steps. */
export function scheduleSizes(steps: number): Readonly<Record<'STEPS' | 'WARMUP' | 'COSINE_STEPS', number>> {
  const warmup = Math.max(1, steps * RECIPE.warmupFraction)
  return { STEPS: steps, WARMUP: warmup, COSINE_STEPS: steps + 1 - warmup }
}

/** −ln β. For β = 0, whose moment forgets at once, e⁻⁸⁰: float32 cannot tell it from 0. */
const decayLog = (beta: number): number => Math.min(80, -Math.log(beta))
