/** The two dispatches that end a step: sum the gradient and its squares, then update. */
import { RECIPE, type TrainingOptions } from '@/core/model/recipe'
import { defineProgram, foldWorkgroups, type KernelProgram } from '@/kernels/kit/kernel'
import mixSource from '@/kernels/kit/mix32.wgsl?raw'
import type { RowLayout } from '@/kernels/kit/row-layout'
import normSource from './gradient-norm.wgsl?raw'
import updateSource from './kernel.wgsl?raw'
import { roundingFlags } from './rounding'
import roundingSource from './rounding.wgsl?raw'

export interface UpdateSizes {
  readonly layout: RowLayout
  readonly paramStride: number
  /** Parameters of one member, without gaps from 0. */
  readonly paramCount: number
  /** Parts of a member's parameters whose squares are summed apart. */
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
const PER_LANE = 4
/** Every update reads all chunks of its member: past this many, that costs more than the sums gain. */
const MOST_CHUNKS = 128

/** One element an invocation while that is few chunks. */
export const normChunks = (paramCount: number): number =>
  Math.min(MOST_CHUNKS, Math.ceil(paramCount / WORKGROUP))

export function gradientNorm({ layout, paramStride, paramCount, chunks }: UpdateSizes): KernelProgram {
  return defineProgram({
    id: 'adamw.norm',
    source: normSource,
    constants: {
      PARAM_STRIDE: paramStride,
      PARAM_COUNT: paramCount,
      CHUNKS: chunks,
      CHUNK: Math.ceil(paramCount / chunks),
    },
    layoutConstants: layout.constants,
    bindings: [
      { name: 'table', access: 'read', type: 'vec4u' },
      { name: 'partials', access: 'read', type: 'f32' },
      { name: 'gradient', access: 'write', type: 'f32' },
      { name: 'norms', access: 'write', type: 'f32' },
    ],
    uniforms: [],
    workgroups: [chunks, layout.members, 1],
  })
}

/**
 * Binds no table: members are counted by the grid. Behind the ring it binds the master where the precision keeps one, or the keys of
 * stochastic draws where they are made.
 */
export function adamwUpdate({
  layout,
  paramStride,
  paramCount,
  chunks,
  steps,
  options,
  ringSteps,
}: ScheduledSizes): KernelProgram {
  const { beta1, beta2, weightDecay, clipNorm, schedule, precision } = options
  const flags = roundingFlags(precision)
  const warmup = Math.max(1, steps * RECIPE.warmupFraction)
  const [blocks, folds] = foldWorkgroups(Math.ceil(paramCount / (WORKGROUP * PER_LANE)))
  return defineProgram({
    id: 'adamw.update',
    source: [
      ...(flags.STOCHASTIC ? [mixSource] : []),
      ...(flags.ROUNDED ? [roundingSource] : []),
      updateSource,
    ].join('\n'),
    constants: {
      PARAM_STRIDE: paramStride,
      PARAM_COUNT: paramCount,
      CHUNKS: chunks,
      STEPS: steps,
      PER_LANE,
      RING_STEPS: ringSteps,
    },
    layoutConstants: {},
    floats: {
      BETA1: beta1,
      BETA2: beta2,
      ONE_MINUS_BETA1: 1 - beta1,
      ONE_MINUS_BETA2: 1 - beta2,
      BETA1_LOG: decayLog(beta1),
      BETA2_LOG: decayLog(beta2),
      EPSILON: RECIPE.epsilon,
      WEIGHT_DECAY: weightDecay,
      CLIP_NORM: clipNorm,
      WARMUP: warmup,
      COSINE_STEPS: steps + 1 - warmup,
    },
    flags: { COSINE: schedule === 'cosine', ...flags },
    extraSizes: { MEMBERS: layout.members },
    bindings: [
      { name: 'params', access: 'write', type: 'f32' },
      { name: 'first', access: 'write', type: 'f32' },
      { name: 'second', access: 'write', type: 'f32' },
      { name: 'gradient', access: 'read', type: 'f32' },
      { name: 'norms', access: 'read', type: 'f32' },
      { name: 'state', access: 'read', type: 'vec4f' },
      { name: 'ring', access: 'write', type: 'u32' },
      ...(flags.MASTER ? [{ name: 'master', access: 'write', type: 'f32' } as const] : []),
      ...(flags.STOCHASTIC ? [{ name: 'keys', access: 'read', type: 'u32' } as const] : []),
    ],
    uniforms: [],
    workgroups: [blocks, layout.members, folds],
  })
}

/** −ln β; for β = 0, whose moment forgets at once, what float32 cannot tell from it. */
const decayLog = (beta: number): number => Math.min(80, -Math.log(beta))
