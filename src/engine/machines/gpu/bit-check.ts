/**
 * Whether two programs leave the same bits on this device. WGSL lets a driver fuse and reorder arithmetic as it likes, in each pipeline
 * anew: that two programs add the same numbers in the same order is a property of their text, and their bits are looked at here. It is
 * done in the middle of a training step, on the numbers that are there: the step goes on with what its own program has computed, and the
 * other's results are compared and thrown away.
 */
import { COMPARING_INVOCATIONS, compareBits } from '@/kernels/comparison/programs'
import { type BoundDispatch, bindDispatch, encodePass, pipelineFor, uniformBuffer } from './bound-dispatch'
import type { Readback } from './readback'

/** A buffer that a dispatch writes: its first `bytes`. */
export interface Written {
  readonly binding: number
  readonly buffer: GPUBuffer
  readonly bytes: number
}

export interface BitCheck {
  /** Encodes the dispatch by both programs and their comparison, in place of the dispatch. */
  encode(encoder: GPUCommandEncoder): void
  /** Whether all bits were the same. Call once, when what was encoded has been submitted. */
  result(readback: Readback): Promise<boolean>
  dispose(): void
}

/**
 * @param bindOther the other program with buffers in place of those that it would write, by their binding.
 * @throws Error where the device has no memory for a copy of all that is written, or refuses the program.
 */
export async function createBitCheck(
  device: GPUDevice,
  own: BoundDispatch,
  written: readonly Written[],
  bindOther: (instead: ReadonlyMap<number, GPUBuffer>) => BoundDispatch,
): Promise<BitCheck> {
  const comparing = compareBits()
  const pipeline = await pipelineFor(device, comparing)
  const owned: GPUBuffer[] = []
  const create = (size: number) => {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
    const buffer = device.createBuffer({ label: 'comparison', size, usage })
    owned.push(buffer)
    return buffer
  }
  const dispose = () => {
    for (const buffer of owned) buffer.destroy()
  }

  device.pushErrorScope('validation')
  device.pushErrorScope('out-of-memory')
  const copies = written.map(({ buffer }) => create(buffer.size))
  const flags = written.map(() => create(4 * COMPARING_INVOCATIONS))
  const other = bindOther(new Map(written.map(({ binding }, i) => [binding, copies[i]!])))
  const comparisons = written.map(({ buffer, bytes }, i) => {
    const words = uniformBuffer(device, [bytes / 4])
    if (words) owned.push(words)
    return bindDispatch(device, pipeline, comparing, [buffer, copies[i]!, flags[i]!], words)
  })
  const errors = await Promise.all([device.popErrorScope(), device.popErrorScope()])
  const refused = errors.find((error) => error !== null)
  if (refused) {
    dispose()
    throw new Error(refused.message)
  }

  return {
    encode(encoder) {
      // What a program leaves alone must be the same too.
      for (const [i, { buffer }] of written.entries())
        encoder.copyBufferToBuffer(buffer, 0, copies[i]!, 0, buffer.size)
      encodePass(encoder, [own, other, ...comparisons])
    },
    async result(readback) {
      const all = await Promise.all(flags.map((buffer) => readback.read(buffer, buffer.size)))
      return all.every(({ buffer }) => new Uint32Array(buffer).every((flag) => flag === 1))
    },
    dispose,
  }
}
