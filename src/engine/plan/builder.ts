/**
 * Ops that compute nothing: each records its dispatches on a tape (tape.ts), one file in ops/ for each. What remains of a family's forward
 * pass is a flat list of dispatches, planned once and replayed each step.
 */
import type { ModelShape } from '@/core/model/family'
import type { RowLayout } from '@/kernels/kit/row-layout'
import type { Ops } from '../contract/ops'
import type { KernelSums } from './numerics'
import { causalAttention } from './ops/attention'
import { crossEntropy } from './ops/cross-entropy'
import { embed } from './ops/embedding'
import { linear } from './ops/linear'
import { norm } from './ops/norm'
import type { ParameterLayout } from './parameter-layout'
import type { StepPlan } from './step-plan'
import { type PlanActivation, type PlanInputs, PlanTape } from './tape'

export interface PlanBuilder {
  readonly ops: Ops<PlanActivation, undefined>
  /** Forward dispatches so far. */
  readonly forward: StepPlan
  /** Makes the backward pass. Call once, after the forward pass. */
  backward(): StepPlan
}

/** @throws RangeError, from an op, for a parameter that `parameters` does not have. */
export function createPlanBuilder(
  shape: ModelShape,
  layout: RowLayout,
  parameters: ParameterLayout,
  inputs: PlanInputs,
  sums: KernelSums,
): PlanBuilder {
  const tape = new PlanTape(shape, layout, parameters, inputs, sums)
  return {
    ops: {
      embed: (tokens, positions) => embed(tape, tokens, positions),
      layerNorm: (x, gain, bias) => norm(tape, x, 'layer', [gain, bias]),
      rmsNorm: (x, gain) => norm(tape, x, 'rms', [gain]),
      linear: (x, weight, options) => linear(tape, x, weight, options),
      causalAttention: (qkv, heads, rotaryChannels) => causalAttention(tape, qkv, heads, rotaryChannels),
      crossEntropy: (x, unembedding) => crossEntropy(tape, x, unembedding),
    },
    forward: tape.forward,
    backward: () => tape.backward(),
  }
}
