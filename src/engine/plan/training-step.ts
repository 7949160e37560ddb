/** The third stage of a planned trainer: the dispatches of one step, over memory that stands. */
import { adamwUpdate, gradientNorm } from '@/kernels/adamw/programs'
import { fetchBatch } from '@/kernels/batch/programs'
import type { KernelProgram } from '@/kernels/kit/kernel'
import { meanLoss } from '@/kernels/loss/programs'
import type { PopulationSpec } from '../contract/trainer'
import { forwardById } from '../families'
import { createPlanBuilder } from './builder'
import type { KernelSums } from './numerics'
import type { PopulationLayout } from './population-layout'
import { type PopulationMemory, type PortionMemory, RING_STEPS } from './population-memory'
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
  sums: KernelSums,
): TrainingStep {
  const { all, state, losses, partials, params, gradient, norms, crew } = memory
  const ofPortion = (portion: PortionMemory): StepPlan => {
    const bound = {
      table: persistent(portion.rows.table),
      params: persistent(params),
      inputs: persistent(portion.rows.inputs),
      targets: persistent(portion.rows.targets),
      nll: persistent(portion.rows.nll),
      partials: persistent(portion.partials),
    }
    const builder = createPlanBuilder(shape, portion.layout, parameters, bound, sums)
    forwardById(family).forward(builder.ops, shape)
    return [...builder.forward, ...builder.backward()]
  }
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
      ...memory.portions.flatMap(ofPortion),
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
