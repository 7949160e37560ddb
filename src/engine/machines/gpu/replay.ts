/**
 * A plan made real on WebGPU: pipelines compiled, memory allocated, bind groups made, all once. A step then only encodes the list, any
 * number of short steps in one compute pass and one submit; nothing is created, unless it is tuned on the way (tuned-steps.ts).
 */
import type { Replay } from '../../plan/machine'
import { planMemory } from '../../plan/memory-plan'
import type { PlanBuffer, StepPlan } from '../../plan/step-plan'
import { bindDispatch, pipelineFor, uniformBuffer } from './bound-dispatch'
import { gpuBufferOf } from './gpu-memory'
import { createSubmits } from './submits'
import { createTunedSteps, type TunableSteps } from './tuned-steps'
import type { Tuning } from './tuning'

interface ReplayOptions {
  /** Milliseconds, monotonic. */
  now(): number
  /** Unless given, each program is run as it is. */
  readonly tuning?: Tuning | undefined
}

/**
 * @param onCompiled called after each pipeline, for a progress display.
 * @throws GPUPipelineError with WGSL's own message.
 */
export async function createReplay(
  device: GPUDevice,
  plan: StepPlan,
  { now, tuning }: ReplayOptions,
  onCompiled: (done: number, of: number) => void = () => undefined,
): Promise<Replay> {
  const programs = plan.map(({ program }) => tuning?.settled(program) ?? program)
  let compiled = 0
  const pipelines = await Promise.all(
    programs.map(async (program) => {
      const pipeline = await pipelineFor(device, program)
      compiled++
      onCompiled(compiled, plan.length)
      return pipeline
    }),
  )
  const memory = planMemory(plan)
  const usage = GPUBufferUsage.STORAGE | (tuning ? GPUBufferUsage.COPY_SRC : 0)
  const pieces = memory.sizes.map((size) => device.createBuffer({ size: align(size), usage, label: 'plan' }))
  const uniforms: GPUBuffer[] = []
  const constants = new Map<PlanBuffer, GPUBuffer>()
  const bufferOf = (buffer: PlanBuffer): GPUBuffer => {
    if (buffer.kind === 'persistent') return gpuBufferOf(buffer.buffer)
    if (buffer.kind === 'transient') return pieces[memory.pieces.get(buffer)!]!
    const filled = constants.get(buffer) ?? constantBuffer(device, buffer.label, buffer.data)
    constants.set(buffer, filled)
    return filled
  }

  const bind: TunableSteps['bind'] = (at, program, pipeline, instead) => {
    const { buffers, uniforms: offsets } = plan[at]!
    if (buffers.length !== program.bindings.length) {
      throw new RangeError(`${program.id}: ${buffers.length} buffers for ${program.bindings.length} bindings`)
    }
    const values = uniformBuffer(device, [...offsets, ...program.layoutValues])
    if (values) uniforms.push(values)
    const bound = buffers.map((buffer, binding) => instead?.get(binding) ?? bufferOf(buffer))
    return bindDispatch(device, pipeline, program, bound, values)
  }
  const bound = programs.map((program, at) => bind(at, program, pipelines[at]!))
  const submits = createSubmits(device, plan, now)
  const tuned = tuning && createTunedSteps({ device, plan, bound, bind, bufferOf }, submits, tuning)

  return {
    dispatches: bound.length,
    bytes: memory.sizes.reduce((sum, size) => sum + align(size), 0),
    run: (count) => (tuned ? tuned.run(count) : submits.run(bound, count)),
    dispose() {
      tuned?.dispose()
      for (const buffer of [...pieces, ...uniforms, ...constants.values()]) buffer.destroy()
    },
  }
}

function constantBuffer(device: GPUDevice, label: string, data: Float32Array<ArrayBuffer>): GPUBuffer {
  const size = align(data.byteLength)
  const buffer = device.createBuffer({ label, size, usage: GPUBufferUsage.STORAGE, mappedAtCreation: true })
  new Float32Array(buffer.getMappedRange()).set(data)
  buffer.unmap()
  return buffer
}

/** The size of a buffer: never 0, and a multiple of 16 bytes. */
const align = (bytes: number): number => Math.max(16, Math.ceil(bytes / 16) * 16)
