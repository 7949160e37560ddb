/** The machine that WebGPU makes: everything that a plan needs lives on the device, and every run of steps is one submit. */
import { PLANNED_SPLIT_ROWS } from '@/core/sweep/estimate'
import type { PlanMachine } from '../../plan/machine'
import { createMemory, gpuBufferOf } from './gpu-memory'
import { createReadback } from './readback'
import { createReplay } from './replay'
import type { Tuning } from './tuning'

/**
 * Creates a machine for one trainer. Staging memory is the machine's own; pipelines are shared by all machines of the device.
 * @param tuning what the device's machines have found, and find, to be fastest; unless given, all is done by default.
 */
export function createGpuMachine(device: GPUDevice, tuning?: Tuning): PlanMachine {
  const readback = createReadback(device)
  return {
    numerics: 'wgsl-2',
    splitRows: PLANNED_SPLIT_ROWS,
    passFlop: Number.POSITIVE_INFINITY,
    create: (label, bytes, data) => createMemory(device, label, bytes, data),
    write: (buffer, data, at = 0) => device.queue.writeBuffer(gpuBufferOf(buffer), at, data),
    read: (buffer, bytes, at) => readback.read(gpuBufferOf(buffer), bytes, at),
    destroy: (buffer) => gpuBufferOf(buffer).destroy(),
    prepare: (plan, onCompiled) => createReplay(device, plan, onCompiled, tuning),
    done: () => device.queue.onSubmittedWorkDone(),
    dispose: () => readback.dispose(),
  }
}
