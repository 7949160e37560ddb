/** Memory of a WebGPU machine: storage buffers behind the handles that plans hold. */
import type { Words } from '../../plan/machine'
import type { MachineBuffer } from '../../plan/step-plan'

class GpuMemory implements MachineBuffer {
  constructor(readonly buffer: GPUBuffer) {}

  get bytes(): number {
    return this.buffer.size
  }
}

/** WebGPU zeroes new buffers. At least 16 bytes: a binding may not be empty, nor smaller than one vec4. */
export function createMemory(device: GPUDevice, label: string, bytes: number, data?: Words): MachineBuffer {
  const buffer = device.createBuffer({
    label,
    size: Math.max(16, Math.ceil(bytes / 4) * 4),
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
  })
  if (data) device.queue.writeBuffer(buffer, 0, data)
  return new GpuMemory(buffer)
}

/** @throws TypeError for a handle of another kind of machine. */
export function gpuBufferOf(memory: MachineBuffer): GPUBuffer {
  if (!(memory instanceof GpuMemory)) throw new TypeError('this memory is not on a GPU')
  return memory.buffer
}
