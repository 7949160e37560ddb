/** A dispatch as WebGPU wants it: a pipeline, which all plans of a device share, and a bind group of its own. */
import type { KernelProgram } from '@/kernels/kit/kernel'

export interface BoundDispatch {
  readonly pipeline: GPUComputePipeline
  readonly bindGroup: GPUBindGroup
  readonly workgroups: readonly [number, number, number]
}

/** The pipelines of each device by their WGSL. */
const pipelinesOf = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>()

/** Compiles a program, once on each device. @throws GPUPipelineError with WGSL's own message. */
export function pipelineFor(device: GPUDevice, program: KernelProgram): Promise<GPUComputePipeline> {
  let known = pipelinesOf.get(device)
  if (!known) {
    known = new Map()
    pipelinesOf.set(device, known)
  }
  let pipeline = known.get(program.wgsl)
  if (!pipeline) {
    const module = device.createShaderModule({ code: program.wgsl, label: program.id })
    pipeline = device.createComputePipelineAsync({
      layout: 'auto',
      compute: { module, entryPoint: 'main' },
      label: program.id,
    })
    known.set(program.wgsl, pipeline)
  }
  return pipeline
}

/** @param buffers one for each binding. @param uniforms the uniform buffer, where the program has one. */
export function bindDispatch(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  { id, workgroups }: KernelProgram,
  buffers: readonly GPUBuffer[],
  uniforms: GPUBuffer | undefined,
): BoundDispatch {
  const bound = uniforms ? [...buffers, uniforms] : buffers
  const bindGroup = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: bound.map((buffer, binding) => ({ binding, resource: { buffer } })),
    label: id,
  })
  return { pipeline, bindGroup, workgroups }
}

/** Encodes dispatches in order, as one compute pass. @param times how often the whole list. */
export function encodePass(
  encoder: GPUCommandEncoder,
  dispatches: readonly BoundDispatch[],
  times = 1,
): void {
  const pass = encoder.beginComputePass()
  for (let n = 0; n < times; n++) {
    for (const { pipeline, bindGroup, workgroups } of dispatches) {
      pass.setPipeline(pipeline)
      pass.setBindGroup(0, bindGroup)
      pass.dispatchWorkgroups(workgroups[0], workgroups[1], workgroups[2])
    }
  }
  pass.end()
}

/** Every dispatch has uniforms of its own: they are written once and never change. @returns undefined where there are no values. */
export function uniformBuffer(device: GPUDevice, values: readonly number[]): GPUBuffer | undefined {
  if (values.length === 0) return undefined
  const buffer = device.createBuffer({
    size: Math.ceil(values.length / 4) * 16,
    usage: GPUBufferUsage.UNIFORM,
    mappedAtCreation: true,
  })
  new Uint32Array(buffer.getMappedRange()).set(values)
  buffer.unmap()
  return buffer
}
