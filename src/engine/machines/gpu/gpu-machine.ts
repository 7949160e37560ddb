/** The machine that WebGPU makes: everything that a plan needs lives on the device, and every run of steps is one submit. */
import type { NumericsSet, PlanDevice, PlanMachine } from '../../plan/machine'
import type { Numerics } from '../../plan/numerics'
import { createMemory, gpuBufferOf } from './gpu-memory'
import { DEFAULT_NUMERICS, numericsSets } from './numerics-sets'
import { createReadback } from './readback'
import { createReplay } from './replay'
import { createTuning, type Tuning } from './tuning'

/**
 * A GPU by each of its sets of numerics. All of them share what is found to be fastest.
 * @param software where the processor computes it, nothing is looked for: to compile what may be faster would take the same processor's time.
 */
export function createGpuDevice(device: GPUDevice, software: boolean): PlanDevice {
  const tuning = createTuning()
  const sets: NumericsSet[] = []
  for (const set of numericsSets(device.features.has('subgroups'))) {
    const untuned = { createMachine: () => createGpuMachine(device, { set }) }
    const own = software
      ? untuned
      : { createMachine: () => createGpuMachine(device, { set, tuning }), untuned }
    sets.push({ ...set, device: sets.length === 0 ? { ...own, sets } : own })
  }
  return sets[0]!.device
}

interface GpuMachineOptions {
  readonly set?: Numerics
  /** What the device's machines have found, and find, to be fastest; unless given, all is done by default. */
  readonly tuning?: Tuning | undefined
  /** Milliseconds, monotonic: another clock for tests. */
  readonly now?: () => number
}

/** Creates a machine for one trainer. Staging memory is the machine's own; pipelines are shared by all machines of the device. */
export function createGpuMachine(
  device: GPUDevice,
  { set = DEFAULT_NUMERICS, tuning, now = () => performance.now() }: GpuMachineOptions = {},
): PlanMachine {
  const readback = createReadback(device)
  return {
    ...set,
    passFlop: Number.POSITIVE_INFINITY,
    create: (label, bytes, data) => createMemory(device, label, bytes, data),
    write: (buffer, data, at = 0) => device.queue.writeBuffer(gpuBufferOf(buffer), at, data),
    read: (buffer, bytes, at) => readback.read(gpuBufferOf(buffer), bytes, at),
    destroy: (buffer) => gpuBufferOf(buffer).destroy(),
    prepare: (plan, onCompiled) => createReplay(device, plan, { now, tuning }, onCompiled),
    done: () => device.queue.onSubmittedWorkDone(),
    dispose: () => readback.dispose(),
  }
}
