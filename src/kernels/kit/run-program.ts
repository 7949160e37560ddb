/** Runs one program once, on buffers of its own: for tests and for the self-test at start. */
import type { KernelProgram } from './kernel'

/** @returns the contents of every `write` binding afterwards, by name. @throws Error with WGSL's own message. */
export async function runProgram(
  device: GPUDevice,
  program: KernelProgram,
  contents: readonly (Float32Array | Uint32Array)[],
  uniforms: readonly number[],
): Promise<Record<string, Float32Array | Uint32Array>> {
  device.pushErrorScope('validation')
  const module = device.createShaderModule({ code: program.wgsl, label: program.id })
  const pipeline = device.createComputePipeline({
    layout: 'auto',
    compute: { module, entryPoint: 'main' },
    label: program.id,
  })
  const storage = contents.map((data) => {
    const buffer = device.createBuffer({
      size: Math.max(16, data.byteLength),
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    })
    device.queue.writeBuffer(buffer, 0, data)
    return buffer
  })
  const entries = storage.map((buffer, binding) => ({ binding, resource: { buffer } }))
  const values = [...uniforms, ...program.layoutValues]
  if (values.length > 0) {
    const buffer = device.createBuffer({
      size: Math.ceil((4 * values.length) / 16) * 16,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    })
    device.queue.writeBuffer(buffer, 0, Uint32Array.from(values))
    entries.push({ binding: storage.length, resource: { buffer } })
    storage.push(buffer)
  }
  const bindGroup = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries })
  const encoder = device.createCommandEncoder()
  const pass = encoder.beginComputePass()
  pass.setPipeline(pipeline)
  pass.setBindGroup(0, bindGroup)
  pass.dispatchWorkgroups(...program.workgroups)
  pass.end()
  const readable = program.bindings.flatMap(({ name, access, type }, i) => {
    if (access === 'read') return []
    const size = Math.max(16, contents[i]!.byteLength)
    const staging = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST })
    encoder.copyBufferToBuffer(storage[i]!, 0, staging, 0, size)
    const Values = type === 'u32' || type === 'vec4u' ? Uint32Array : Float32Array
    return [{ name, staging, Values, length: contents[i]!.length }]
  })
  device.queue.submit([encoder.finish()])
  const error = await device.popErrorScope()
  if (error) throw new Error(`${program.id}: ${error.message}`)
  const results: Record<string, Float32Array | Uint32Array> = {}
  for (const { name, staging, Values, length } of readable) {
    await staging.mapAsync(GPUMapMode.READ)
    results[name] = new Values(staging.getMappedRange().slice(0, 4 * length))
    staging.destroy()
  }
  for (const buffer of storage) buffer.destroy()
  return results
}
