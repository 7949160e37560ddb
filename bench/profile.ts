/**
 * Where a step's time goes: each dispatch of the plan by itself, so often in one submit that the submit does not count. What it takes so
 * holds its launch, and memory that caches already hold; the whole step is timed the same way, so the two can be compared.
 */

import type { BenchmarkModel } from '@/core/benchmark/models'
import { createGpuMachine } from '@/engine/machines/gpu/gpu-machine'
import type { PlanMachine, Replay } from '@/engine/plan/machine'
import { createPlannedTrainer } from '@/engine/plan/planned-trainer'
import type { Dispatch, PlanBuffer, StepPlan } from '@/engine/plan/step-plan'
import { populationOf } from '@/measure/population'
import { secondsOfOne } from '@/measure/repeat'

/** Equal dispatches of a step, such as a product of two layers that have the same shape. */
export interface DispatchTime {
  /** `<kernel>.<pass>`. */
  readonly program: string
  /** In one step. */
  readonly count: number
  readonly workgroups: number
  /** Of one of them. */
  readonly microseconds: number
  /** All that is bound, once: what a kernel that touches each byte once must move. */
  readonly bytes: number
  /** Of products of matrices; other kernels compute little for what they move. */
  readonly flop?: number
  /** How its workgroups share the work, where that may be chosen, and what else a device may choose: the same bits in another time. */
  readonly variant?: string
  readonly alternatives?: readonly { readonly variant: string; readonly microseconds: number }[]
}

export interface StepProfile {
  /** Of the whole step, replayed many times in one submit. */
  readonly stepMicroseconds: number
  /** In the order of the step. */
  readonly dispatches: readonly DispatchTime[]
}

/** @param leastSeconds of each timing, of which the best of three counts. @throws Error where the device refuses the work. */
export async function profileStep(
  device: GPUDevice,
  model: BenchmarkModel,
  members: number,
  leastSeconds: number,
): Promise<StepProfile> {
  const machine = createGpuMachine(device)
  let step: { readonly plan: StepPlan; readonly replay: Replay } | undefined
  /** The first plan that the trainer asks for is its step's. */
  const observed: PlanMachine = {
    ...machine,
    async prepare(plan, onCompiled) {
      const replay = await machine.prepare(plan, onCompiled)
      step ??= { plan, replay }
      return replay
    },
  }
  const trainer = await createPlannedTrainer(populationOf(model, members), observed, {
    raceDeviceLost: (result) => result,
  })
  const secondsOf = (replay: Replay): Promise<number> =>
    secondsOfOne(async (times) => {
      const start = performance.now()
      replay.run(times)
      await machine.done()
      return (performance.now() - start) / 1000
    }, leastSeconds)
  const { plan, replay } = step!
  const microsecondsAlone = async (dispatch: Dispatch): Promise<number> => {
    const alone = await machine.prepare([dispatch])
    const seconds = await secondsOf(alone)
    alone.dispose()
    return 1e6 * seconds
  }
  const stepMicroseconds = 1e6 * (await secondsOf(replay))
  const measured: { readonly dispatch: Dispatch; readonly time: DispatchTime }[] = []
  for (const equal of groupEqual(plan)) {
    const [dispatch] = equal
    const [x, y, z] = dispatch.program.workgroups
    const flop = productFlop(dispatch)
    const time = {
      program: dispatch.program.id,
      count: equal.length,
      workgroups: x * y * z,
      microseconds: await microsecondsAlone(dispatch),
      bytes: dispatch.buffers.reduce((sum, buffer) => sum + bytesOf(buffer), 0),
      ...(flop !== undefined && { flop }),
    }
    measured.push({ dispatch, time })
  }
  const longest = measured
    .filter(({ dispatch }) => dispatch.program.alternatives().length > 0)
    .toSorted((a, b) => b.time.count * b.time.microseconds - a.time.count * a.time.microseconds)
    .slice(0, TUNED_PROGRAMS)
  const dispatches: DispatchTime[] = []
  for (const own of measured) {
    const { program } = own.dispatch
    if (!longest.includes(own)) {
      dispatches.push(own.time)
      continue
    }
    const alternatives: { variant: string; microseconds: number }[] = []
    for (const other of program.alternatives()) {
      const microseconds = await microsecondsAlone({ ...own.dispatch, program: other })
      alternatives.push({ variant: other.variant, microseconds })
    }
    dispatches.push({ ...own.time, variant: program.variant, alternatives })
  }
  trainer.dispose()
  return { stepMicroseconds, dispatches }
}

/** Programs whose alternatives are timed: as many as a training tunes. */
const TUNED_PROGRAMS = 3

/** The same program over buffers of the same sizes takes the same time. */
function groupEqual(plan: StepPlan): [Dispatch, ...Dispatch[]][] {
  const groups = new Map<string, [Dispatch, ...Dispatch[]]>()
  for (const dispatch of plan) {
    const { wgsl, layoutValues } = dispatch.program
    const key = [wgsl, ...layoutValues, ...dispatch.buffers.map(bytesOf)].join()
    const group = groups.get(key)
    if (group) group.push(dispatch)
    else groups.set(key, [dispatch])
  }
  return [...groups.values()]
}

function bytesOf(buffer: PlanBuffer): number {
  if (buffer.kind === 'persistent') return buffer.buffer.bytes
  return buffer.kind === 'transient' ? buffer.bytes : buffer.data.byteLength
}

/** 2 per row and weight forward, 4 backward (dx and dW). Both bind x, (rows, K), third. */
function productFlop({ program, buffers }: Dispatch): number | undefined {
  const { DEPTH, WIDTH } = program.sizes
  const forward = program.id === 'linear.forward'
  if (!(forward || program.id === 'linear.backward') || !DEPTH || !WIDTH) return undefined
  const rows = bytesOf(buffers[2]!) / 4 / (forward ? DEPTH : WIDTH)
  return (forward ? 2 : 4) * rows * DEPTH * WIDTH
}
