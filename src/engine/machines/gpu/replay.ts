/**
 * A plan made real on WebGPU: pipelines compiled, memory allocated, bind groups made, all once. A step then only encodes the list, any
 * number of steps in one compute pass and one submit; nothing is created.
 */
import type { KernelProgram } from '@/kernels/kit/kernel'
import type { Replay } from '../../plan/machine'
import { planMemory } from '../../plan/memory-plan'
import type { PlanBuffer, StepPlan } from '../../plan/step-plan'
import { gpuBufferOf } from './gpu-memory'

/** Pipelines by WGSL, shared by all plans of a device. */
const pipelinesOf = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>()

function pipelineFor(device: GPUDevice, program: KernelProgram): Promise<GPUComputePipeline> {
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

/** @param onCompiled called after each pipeline, for a progress display. @throws GPUPipelineError with WGSL's own message. */
export async function createReplay(
  device: GPUDevice,
  plan: StepPlan,
  onCompiled: (done: number, of: number) => void = () => undefined,
): Promise<Replay> {
  let compiled = 0
  const pipelines = await Promise.all(
    plan.map(async ({ program }) => {
      const pipeline = await pipelineFor(device, program)
      compiled++
      onCompiled(compiled, plan.length)
      return pipeline
    }),
  )
  const memory = planMemory(plan)
  const pieces = memory.sizes.map((size) =>
    device.createBuffer({ size: align(size), usage: GPUBufferUsage.STORAGE, label: 'plan' }),
  )
  const uniforms: GPUBuffer[] = []
  const constants = new Map<PlanBuffer, GPUBuffer>()
  const bufferOf = (buffer: PlanBuffer): GPUBuffer => {
    if (buffer.kind === 'persistent') return gpuBufferOf(buffer.buffer)
    if (buffer.kind === 'transient') return pieces[memory.pieces.get(buffer)!]!
    const filled = constants.get(buffer) ?? constantBuffer(device, buffer.label, buffer.data)
    constants.set(buffer, filled)
    return filled
  }

  const steps = plan.map(({ program, buffers, uniforms: offsets }, i) => {
    if (buffers.length !== program.bindings.length) {
      throw new RangeError(`${program.id}: ${buffers.length} buffers for ${program.bindings.length} bindings`)
    }
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer: bufferOf(buffer) } }))
    const values = [...offsets, ...program.layoutValues]
    if (values.length > 0) {
      const buffer = uniformBuffer(device, values)
      uniforms.push(buffer)
      entries.push({ binding: entries.length, resource: { buffer } })
    }
    const pipeline = pipelines[i]!
    const bindGroup = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries,
      label: program.id,
    })
    return { pipeline, bindGroup, workgroups: program.workgroups }
  })

  return {
    dispatches: steps.length,
    bytes: memory.sizes.reduce((sum, size) => sum + align(size), 0),
    run(count) {
      const encoder = device.createCommandEncoder()
      const pass = encoder.beginComputePass()
      for (let n = 0; n < count; n++) {
        for (const { pipeline, bindGroup, workgroups } of steps) {
          pass.setPipeline(pipeline)
          pass.setBindGroup(0, bindGroup)
          pass.dispatchWorkgroups(workgroups[0], workgroups[1], workgroups[2])
        }
      }
      pass.end()
      device.queue.submit([encoder.finish()])
    },
    dispose() {
      for (const buffer of [...pieces, ...uniforms, ...constants.values()]) buffer.destroy()
    },
  }
}

/** Every dispatch has uniforms of its own: they are written once and never change. */
function uniformBuffer(device: GPUDevice, values: readonly number[]): GPUBuffer {
  const buffer = device.createBuffer({
    size: Math.ceil(values.length / 4) * 16,
    usage: GPUBufferUsage.UNIFORM,
    mappedAtCreation: true,
  })
  new Uint32Array(buffer.getMappedRange()).set(values)
  buffer.unmap()
  return buffer
}

function constantBuffer(device: GPUDevice, label: string, data: Float32Array<ArrayBuffer>): GPUBuffer {
  const size = align(data.byteLength)
  const buffer = device.createBuffer({ label, size, usage: GPUBufferUsage.STORAGE, mappedAtCreation: true })
  new Float32Array(buffer.getMappedRange()).set(data)
  buffer.unmap()
  return buffer
}

/** Never empty, and a multiple of 16 bytes. */
const align = (bytes: number): number => Math.max(16, Math.ceil(bytes / 16) * 16)
