/** The fastest trainer that this device can be trusted with: the replayed plan on WebGPU, composed tf.js ops everywhere else. */
import type { ModelShape } from '@/core/family'
import { MAX_HEAD_WIDTH } from '@/kernels/attention/programs'
import type { Backend } from './backend'
import { createComposedTrainer } from './composed-trainer'
import { createPlannedTrainer } from './plan/planned-trainer'
import type { PopulationSpec, PopulationTrainer } from './trainer'

/** Wider heads do not fit the registers of the attention kernel. */
const fitsFusedKernels = ({ width, heads }: ModelShape): boolean => width / heads <= MAX_HEAD_WIDTH

/** @param onCompiled is told how many of the plan's pipelines are ready. */
export async function createTrainer(
  spec: PopulationSpec,
  backend: Backend,
  onCompiled?: (done: number, of: number) => void,
): Promise<PopulationTrainer> {
  return backend.gpu && fitsFusedKernels(spec.shape)
    ? createPlannedTrainer(spec, backend.gpu, backend, onCompiled)
    : createComposedTrainer(spec, backend)
}
