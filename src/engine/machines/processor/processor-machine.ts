/**
 * The machine that this thread makes: the plan's programs as WebAssembly. Short steps are done when `run` returns; long ones let others
 * speak between two programs, and what is asked for meanwhile waits its turn.
 */

import { PROCESSOR_NUMERICS } from '@/core/backends'
import { yieldToEvents } from '../../async/yield-to-events'
import type { Crew } from '../../contract/crew'
import type { PlanDevice, PlanMachine, Replay, Words } from '../../plan/machine'
import { planMemory } from '../../plan/memory-plan'
import { KERNEL_SUMS, NORM_CHUNKS } from '../../plan/numerics'
import type { MachineBuffer, PlanBuffer, StepPlan } from '../../plan/step-plan'
import { createMachineCrew } from './machine-crew'
import { createProcessorInstance, type ProcessorInstance } from './processor-module'
import { rowsOfSplits } from './splits'
import { createWorkQueue, type WorkQueue } from './work-queue'

/** A stop has to act within 200 ms: these take 60 ms at 5 GFLOP/s, the least that a core was measured to do (docs/tuning.md, Engine). */
const PASS_FLOP = 3e8

/** A step of so many rows stays in a core's caches up to D 32 or so: it takes 0.93 of the time (docs/tuning.md, Kernels of the processor). */
const PORTION_ROWS = 1024

class ProcessorMemory implements MachineBuffer {
  constructor(
    readonly address: number,
    readonly bytes: number,
  ) {}
}

/** @throws TypeError for a handle of another kind of machine. */
function addressOf(buffer: MachineBuffer): number {
  if (!(buffer instanceof ProcessorMemory)) throw new TypeError('this memory is not the processor’s')
  return buffer.address
}

/**
 * Machines that are disposed of hand their instance on to the next, with memory that never shrinks. A new one for each trainer would not
 * do: until it is collected an instance reserves some 10 GB of addresses, and all threads of a page together get about a hundred (Chromium:
 * of eight threads that make a hundred each, six fail).
 * @param module the compiled kernels. Its machines throw MachineFullError, from any call.
 */
export function createProcessorDevice(module: WebAssembly.Module): PlanDevice {
  const idle: ProcessorInstance[] = []
  return {
    createMachine(crew) {
      const instance = idle.pop() ?? createProcessorInstance(module)
      const dispose = () => {
        if (!instance.broken) idle.push(instance)
      }
      return createProcessorMachine(instance, crew, dispose)
    },
  }
}

const view = (buffer: MachineBuffer, at: number, bytes: number): MachineBuffer =>
  new ProcessorMemory(addressOf(buffer) + at, bytes)

function createProcessorMachine(
  instance: ProcessorInstance,
  crew: Crew | undefined,
  dispose: () => void,
): PlanMachine {
  const put = (address: number, data: Words) => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    new Uint8Array(instance.memory()).set(bytes, address)
  }
  const floats = (address: number, bytes: number) => new Float32Array(instance.memory(), address, bytes / 4)
  const queue = createWorkQueue()
  const create = (bytes: number, data?: Words) => {
    const memory = new ProcessorMemory(instance.allocate(bytes), bytes)
    if (data) put(memory.address, data)
    return memory
  }
  return {
    numerics: PROCESSOR_NUMERICS,
    splitRows: rowsOfSplits,
    normChunks: NORM_CHUNKS,
    ...KERNEL_SUMS,
    passFlop: PASS_FLOP,
    create: (_, bytes, data) => create(bytes, data),
    write(buffer, data, at = 0) {
      const address = addressOf(buffer) + at
      const own = queue.idle ? data : data.slice()
      queue.act(() => put(address, own))
    },
    async read(buffer, bytes, at = 0) {
      const address = addressOf(buffer)
      const untilEnd = Math.min(bytes, buffer.bytes - at)
      const values = await queue.reached(() => {
        const own = new Float32Array(bytes / 4)
        own.set(floats(address + at, untilEnd))
        own.set(floats(address, bytes - untilEnd), untilEnd / 4)
        return own
      })
      // They may be there at once, and a long evaluation would let nobody speak.
      await yieldToEvents()
      return values
    },
    portions: { rows: PORTION_ROWS, view },
    ...(crew && {
      crew: createMachineCrew(crew, queue, view, (buffer, at, bytes) =>
        floats(addressOf(buffer) + at, bytes),
      ),
    }),
    destroy(buffer) {
      const address = addressOf(buffer)
      queue.act(() => instance.release(address))
    },
    // Nothing is compiled any more: there is no progress to tell.
    prepare: async (plan) => bindAll(plan, instance, create, queue),
    done: () => queue.reached(() => undefined),
    dispose() {
      queue.drop()
      dispose()
    },
  }
}

function bindAll(
  plan: StepPlan,
  instance: ProcessorInstance,
  create: (bytes: number, data?: Words) => ProcessorMemory,
  queue: WorkQueue,
): Replay {
  const memory = planMemory(plan)
  const pieces = memory.sizes.map((bytes) => create(bytes))
  const constants = new Map<PlanBuffer, ProcessorMemory>()
  const memoryOf = (buffer: PlanBuffer): MachineBuffer => {
    if (buffer.kind === 'persistent') return buffer.buffer
    if (buffer.kind === 'transient') return pieces[memory.pieces.get(buffer)!]!
    const filled = constants.get(buffer) ?? create(buffer.data.byteLength, buffer.data)
    constants.set(buffer, filled)
    return filled
  }
  const calls = plan.map(({ program, buffers, uniforms }) => {
    if (buffers.length !== program.bindings.length) {
      throw new RangeError(`${program.id}: ${buffers.length} buffers for ${program.bindings.length} bindings`)
    }
    const addresses = buffers.map((buffer) => addressOf(memoryOf(buffer)))
    return instance.bind(program, addresses, uniforms)
  })
  return {
    dispatches: calls.length,
    bytes: memory.sizes.reduce((sum, bytes) => sum + bytes, 0),
    run: (steps) => queue.work(calls, steps),
    dispose() {
      queue.act(() => {
        for (const { address } of [...pieces, ...constants.values()]) instance.release(address)
      })
    },
  }
}
