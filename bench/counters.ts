/**
 * Counts what an engine asks of WebGPU, by wrapping the prototypes that Dawn's npm package exposes: whatever library makes the calls,
 * they pass here. The wrappers cost time, so they are removed before anything is timed.
 */

export const COUNTED = [
  'dispatches',
  'submits',
  'passes',
  'bindGroups',
  'buffers',
  'pipelines',
  'writes',
] as const
export type Counts = Readonly<Record<(typeof COUNTED)[number], number>>

/** Buffers that exist: created, and not destroyed. Those that are only dropped still count, until Dawn's collector comes to them. */
export interface LiveMemory {
  readonly buffers: number
  readonly bytes: number
}

export interface Counters {
  /** Since `install`. */
  read(): Counts
  live(): LiveMemory
  remove(): void
}

type Method = (this: object, ...args: unknown[]) => unknown

/** Install before the engine creates its first buffer. The globals of `webgpu` must stand. */
export function installCounters(): Counters {
  const counts: Record<(typeof COUNTED)[number], number> = {
    dispatches: 0,
    submits: 0,
    passes: 0,
    bindGroups: 0,
    buffers: 0,
    pipelines: 0,
    writes: 0,
  }
  const sizes = new WeakMap<object, number>()
  const memory = { buffers: 0, bytes: 0 }
  const restores: (() => void)[] = []

  const wrap = (prototype: object, name: string, after: (self: object, result: unknown) => void): void => {
    const own = Object.getOwnPropertyDescriptor(prototype, name)
    const original: Method | undefined = own?.value
    if (!own || typeof original !== 'function') throw new Error(`WebGPU here has no ${name} to count`)
    const counted = function (this: object, ...args: unknown[]): unknown {
      const result = original.apply(this, args)
      after(this, result)
      return result
    }
    Object.defineProperty(prototype, name, { ...own, value: counted })
    restores.push(() => Object.defineProperty(prototype, name, own))
  }
  const count = (prototype: object, name: string, as: keyof Counts): void =>
    wrap(prototype, name, () => {
      counts[as]++
    })

  count(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', 'dispatches')
  count(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', 'dispatches')
  count(GPUQueue.prototype, 'submit', 'submits')
  count(GPUQueue.prototype, 'writeBuffer', 'writes')
  count(GPUCommandEncoder.prototype, 'beginComputePass', 'passes')
  count(GPUDevice.prototype, 'createBindGroup', 'bindGroups')
  count(GPUDevice.prototype, 'createComputePipeline', 'pipelines')
  count(GPUDevice.prototype, 'createComputePipelineAsync', 'pipelines')
  wrap(GPUDevice.prototype, 'createBuffer', (_, buffer) => {
    if (!(buffer instanceof GPUBuffer)) return
    counts.buffers++
    sizes.set(buffer, buffer.size)
    memory.buffers++
    memory.bytes += buffer.size
  })
  wrap(GPUBuffer.prototype, 'destroy', (buffer) => {
    const size = sizes.get(buffer)
    if (size === undefined) return
    sizes.delete(buffer)
    memory.buffers--
    memory.bytes -= size
  })

  return {
    read: () => ({ ...counts }),
    live: () => ({ ...memory }),
    remove: () => {
      for (const restore of restores.splice(0).toReversed()) restore()
    },
  }
}

/** What each of `steps` steps took, between two readings. */
export function perStep(before: Counts, after: Counts, steps: number): Counts {
  const rate = (name: keyof Counts): number => (after[name] - before[name]) / steps
  return {
    dispatches: rate('dispatches'),
    submits: rate('submits'),
    passes: rate('passes'),
    bindGroups: rate('bindGroups'),
    buffers: rate('buffers'),
    pipelines: rate('pipelines'),
    writes: rate('writes'),
  }
}
