/** The third stage of a planned trainer: the dispatches of one step, over memory that stands. */
import { adamwUpdate, gradientNorm } from '@/kernels/adamw/programs'
import { fetchBatch } from '@/kernels/batch/programs'
import type { KernelProgram } from '@/kernels/kit/kernel'
import { meanLoss } from '@/kernels/loss/programs'
import type { PopulationSpec } from '../contract/trainer'
import { forwardById } from '../families'
import { createPlanBuilder } from './builder'
import type { PopulationLayout } from './population-layout'
import { type PopulationMemory, RING_STEPS } from './population-memory'
import { type Dispatch, type MachineBuffer, persistent, type StepPlan } from './step-plan'

export interface TrainingStep {
  /** Draws the batch: `inputs` and `targets` of every member. */
  readonly fetch: Dispatch
  /** Forward and backward, over the rows that this thread computes. */
  readonly gradients: StepPlan
  /** Loss and update, once all threads know each other's gradients. */
  readonly update: StepPlan
}

export function buildTrainingStep(
  { family, shape, steps, options }: Required<PopulationSpec>,
  { rows, share, parameters, normChunks }: PopulationLayout,
  memory: PopulationMemory,
): TrainingStep {
  const { all, state, losses, partials, params, gradient, norms, crew } = memory
  const own = crew?.own ?? all
  const builder = createPlanBuilder(shape, share?.own ?? rows, parameters, {
    table: persistent(own.table),
    params: persistent(params),
    inputs: persistent(own.inputs),
    targets: persistent(own.targets),
    nll: persistent(own.nll),
    partials: persistent(partials),
  })
  forwardById(family).forward(builder.ops, shape)
  const update = {
    layout: rows,
    paramStride: parameters.stride,
    paramCount: parameters.count,
    chunks: normChunks,
  }
  return {
    fetch: dispatch(fetchBatch({ layout: rows, seqLen: shape.seqLen, vocab: shape.vocab }), [
      all.table,
      memory.dataset,
      memory.sources,
      state,
      all.inputs,
      all.targets,
    ]),
    gradients: [
      ...builder.forward,
      ...builder.backward(),
      ...(share && crew
        ? [
            dispatch(gradientNorm({ ...update, layout: share.ownBlocks }), [
              crew.ownBlocks,
              partials,
              crew.ownSums,
              crew.ownNorms,
            ]),
          ]
        : []),
    ],
    update: [
      dispatch(meanLoss({ layout: rows, ringSteps: RING_STEPS }), [all.table, all.nll, state, losses]),
      dispatch(gradientNorm(update), [all.table, crew?.sums ?? partials, gradient, norms]),
      dispatch(adamwUpdate({ ...update, steps, options, ringSteps: RING_STEPS }), [
        params,
        memory.firstMoment,
        memory.secondMoment,
        gradient,
        norms,
        state,
        losses,
        ...[memory.master, memory.drawKeys].filter((buffer) => buffer !== undefined),
      ]),
    ],
  }
}

const dispatch = (program: KernelProgram, bound: readonly MachineBuffer[]): Dispatch => ({
  program,
  buffers: bound.map(persistent),
  uniforms: [],
})
