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
  /** Everything else: forward, loss, backward, update. */
  readonly train: StepPlan
}

export function buildTrainingStep(
  { family, shape, steps, options }: Required<PopulationSpec>,
  { rows, parameters, normChunks }: PopulationLayout,
  memory: PopulationMemory,
): TrainingStep {
  const { table, state, losses, nll, partials, params, gradient, norms } = memory
  const builder = createPlanBuilder(shape, rows, parameters, {
    table: persistent(table),
    params: persistent(params),
    inputs: persistent(memory.inputs),
    targets: persistent(memory.targets),
    nll: persistent(nll),
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
      table,
      memory.dataset,
      memory.sources,
      state,
      memory.inputs,
      memory.targets,
    ]),
    train: [
      ...builder.forward,
      dispatch(meanLoss({ layout: rows, ringSteps: RING_STEPS }), [table, nll, state, losses]),
      ...builder.backward(),
      dispatch(gradientNorm(update), [table, partials, gradient, norms]),
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
