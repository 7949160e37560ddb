/** The fastest trainer that this device can be trusted with: the replayed plan on WebGPU, composed tf.js ops everywhere else. */
import type { ModelShape } from '@/core/family'
import { MAX_HEAD_WIDTH } from '@/kernels/attention/programs'
import type { Backend } from './backend'
import { createComposedTrainer } from './composed-trainer'
import { createPlannedTrainer } from './plan/planned-trainer'
import { OPENING_FAMILY, selfTest } from './plan/self-test'
import type { PopulationSpec, PopulationTrainer } from './trainer'

/** Wider heads do not fit the registers of the attention kernel. */
const fitsFusedKernels = ({ width, heads }: ModelShape): boolean => width / heads <= MAX_HEAD_WIDTH

/** A device is opened only with the test of one family; what others add to it is tested before they are first trained. */
const computesRightly = async (device: GPUDevice, family: string): Promise<boolean> =>
  family === OPENING_FAMILY || (await selfTest(device, family)) === undefined

/** @param onCompiled is told how many of the plan's pipelines are ready. */
export async function createTrainer(
  spec: PopulationSpec,
  backend: Backend,
  onCompiled?: (done: number, of: number) => void,
): Promise<PopulationTrainer> {
  return backend.gpu && fitsFusedKernels(spec.shape) && (await computesRightly(backend.gpu, spec.family))
    ? createPlannedTrainer(spec, backend.gpu, backend, onCompiled)
    : createComposedTrainer(spec, backend)
}
