/**
 * Values from the GPU while it goes on: copies into staging buffers that are kept and used again, never more than there were reads under
 * way at once.
 */

export interface Readback {
  /**
   * Submits a copy of `bytes` from `offset`, which goes on at the front of the source where it reaches its end, and resolves with the
   * values, float32, once the device has come to it.
   */
  read(source: GPUBuffer, bytes: number, offset?: number): Promise<Float32Array>
  dispose(): void
}

export function createReadback(device: GPUDevice): Readback {
  const all = new Set<GPUBuffer>()
  const idle: GPUBuffer[] = []

  function staging(bytes: number): GPUBuffer {
    const at = idle.findIndex((buffer) => buffer.size >= bytes)
    if (at >= 0) return idle.splice(at, 1)[0]!
    // One that is too small makes room for the one that is not.
    const outgrown = idle.pop()
    if (outgrown) {
      all.delete(outgrown)
      outgrown.destroy()
    }
    const buffer = device.createBuffer({
      size: bytes,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    })
    all.add(buffer)
    return buffer
  }

  return {
    async read(source, bytes, offset = 0) {
      const target = staging(bytes)
      const encoder = device.createCommandEncoder()
      const untilEnd = Math.min(bytes, source.size - offset)
      encoder.copyBufferToBuffer(source, offset, target, 0, untilEnd)
      if (untilEnd < bytes) encoder.copyBufferToBuffer(source, 0, target, untilEnd, bytes - untilEnd)
      device.queue.submit([encoder.finish()])
      await target.mapAsync(GPUMapMode.READ, 0, bytes)
      const values = new Float32Array(target.getMappedRange(0, bytes).slice(0))
      target.unmap()
      idle.push(target)
      return values
    },
    dispose() {
      for (const buffer of all) buffer.destroy()
    },
  }
}
