/** The fastest trainer that this device can be trusted with: the replayed plan where it can run one, else composed tf.js ops. */
import { MAX_HEAD_WIDTH } from '@/kernels/attention/programs'
import type { Crew } from './contract/crew'
import type { PopulationSpec, PopulationTrainer } from './contract/trainer'
import type { Backend } from './devices/backend'
import { fitsFusedKernels } from './plan/fused-shape'
import type { PlanDevice } from './plan/machine'
import { createPlannedTrainer } from './plan/planned-trainer'
import { OPENING_FAMILY, selfTest } from './plan/self-test'

export interface TrainerNews {
  /** How many of the plan's pipelines are ready; nothing on machines that compile none. */
  onCompiled?(done: number, of: number): void
  /** Why the fused kernels are not used on a device that has them. */
  onFallback?(reason: string): void
}

/**
 * Why this device may not train this model with the fused kernels; undefined where it may. A device is opened only with the test of one
 * family; what others add to it is tested before they are first trained.
 */
async function refusal(device: PlanDevice, { family, shape }: PopulationSpec): Promise<string | undefined> {
  if (!fitsFusedKernels(shape))
    return `its heads are wider than the ${MAX_HEAD_WIDTH} channels that the fused attention holds`
  return family === OPENING_FAMILY ? undefined : selfTest(device, family)
}

/**
 * Creates a trainer of the fastest path that this device and this model allow.
 * @param crew threads that train the same population, if the path lets them share it: by composed ops each trains all of it.
 * @throws MachineFullError where the plan finds no memory.
 */
export async function createTrainer(
  spec: PopulationSpec,
  backend: Backend,
  news: TrainerNews = {},
  crew?: Crew,
): Promise<PopulationTrainer> {
  const { plan } = backend
  if (!plan) return backend.createComposed(spec)
  const reason = await refusal(plan, spec)
  if (reason === undefined)
    return createPlannedTrainer(spec, plan.createMachine(crew), backend, news.onCompiled)
  news.onFallback?.(reason)
  return backend.createComposed(spec)
}

/** The same backend for whoever times its steps: trainers of its own do not tune themselves, which takes time of some steps. */
export const untuned = (backend: Backend): Backend =>
  backend.plan?.untuned ? { ...backend, plan: backend.plan.untuned } : backend
