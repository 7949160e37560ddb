/**
 * The dispatches of a step by whichever programs are fastest here, found while they train: of the heaviest programs of a plan, each with
 * alternatives that leave the same bits. An alternative is compiled in the background, its bits are looked at once (bit-check.ts), then
 * submits are done with it and without it in turns (tuner.ts). So the search takes no time of its own and cannot change a result.
 */
import type { KernelProgram } from '@/kernels/kit/kernel'
import type { PlanBuffer, StepPlan } from '../../plan/step-plan'
import { type BitCheck, createBitCheck, type Written } from './bit-check'
import { type BoundDispatch, pipelineFor } from './bound-dispatch'
import { createReadback } from './readback'
import type { Submits } from './submits'
import { type Challenge, type Choice, DEFAULT } from './tuner'
import type { Tuning } from './tuning'

/** What is tuned: a plan that is bound to its memory. */
export interface TunableSteps {
  readonly device: GPUDevice
  readonly plan: StepPlan
  /** Its dispatches, by what the device has been found to do fastest so far. */
  readonly bound: readonly BoundDispatch[]
  /** Binds another program in place of a dispatch's own. @param instead buffers in place of the dispatch's, by binding. */
  bind(
    at: number,
    program: KernelProgram,
    pipeline: GPUComputePipeline,
    instead?: ReadonlyMap<number, GPUBuffer>,
  ): BoundDispatch
  bufferOf(buffer: PlanBuffer): GPUBuffer
}

export interface TunedSteps {
  /** Submits so many steps. */
  run(steps: number): void
  dispose(): void
}

/** Lists that run less often than this are not tuned: evaluations, self-tests. */
const RUNS_BEFORE_TUNING = 8

/** Tunes what runs often. */
export function createTunedSteps(tunable: TunableSteps, submits: Submits, tuning: Tuning): TunedSteps {
  let runs = 0
  let steps = tunable.bound
  let search: Search | undefined

  return {
    run(count) {
      runs++
      if (runs === RUNS_BEFORE_TUNING) {
        search = createSearch(tunable, submits, tuning, (chosen) => {
          steps = chosen
          search?.dispose()
          search = undefined
        })
      }
      if (search) search.run(count)
      else submits.run(steps, count)
    },
    dispose: () => search?.dispose(),
  }
}

interface Search {
  /** Submits so many steps. */
  run(steps: number): void
  dispose(): void
}

/** Programs of a plan that are worth it: together they are most of a step. */
const MOST_SLOTS = 3

/** Dispatches by one program, and what may stand in for it. */
interface Slot {
  readonly program: KernelProgram
  readonly dispatches: readonly number[]
  readonly alternatives: readonly KernelProgram[]
  /** Dispatches by alternatives that were admitted. */
  readonly bound: Map<number, readonly BoundDispatch[]>
}

/** @param onSettled called once with the fastest steps. @returns undefined where there is nothing to find. */
function createSearch(
  tunable: TunableSteps,
  submits: Submits,
  tuning: Tuning,
  onSettled: (steps: readonly BoundDispatch[]) => void,
): Search | undefined {
  const { device, plan } = tunable
  const slots = heaviest(plan, tuning)
  if (slots.length === 0) return undefined
  const readback = createReadback(device)
  let pending: { readonly at: number; readonly check: BitCheck; done(): void } | undefined
  let disposed = false

  /** Compiles an alternative, looks at its bits during the next submit, and binds it. */
  async function admit({ slot, alternative }: Challenge): Promise<boolean> {
    const { dispatches, alternatives, bound } = slots[slot]!
    const program = alternatives[alternative]!
    const [at] = dispatches
    device.pushErrorScope('validation')
    const compiling = pipelineFor(device, program)
    const [pipeline, refused] = await Promise.all([compiling, device.popErrorScope()])
    if (refused || disposed) return false
    const check = await createBitCheck(device, tunable.bound[at!]!, writtenBy(tunable, at!), (instead) =>
      tunable.bind(at!, program, pipeline, instead),
    )
    try {
      if (disposed) return false
      await new Promise<void>((done) => {
        pending = { at: at!, check, done }
      })
      if (!(await check.result(readback)) || disposed) return false
    } finally {
      check.dispose()
    }
    bound.set(
      alternative,
      dispatches.map((own) => tunable.bind(own, program, pipeline)),
    )
    return true
  }

  const tuner = tuning.createTuner({
    alternatives: slots.map(({ alternatives }) => alternatives.length),
    admit,
    settled(choice, gain) {
      tuning.settle(
        slots.map(({ program, alternatives }, slot) => [program, alternatives[choice[slot]!] ?? program]),
        gain,
      )
      onSettled(stepsBy(choice))
    },
  })

  function stepsBy(choice: Choice): BoundDispatch[] {
    const steps = [...tunable.bound]
    for (const [slot, alternative] of choice.entries()) {
      if (alternative === DEFAULT) continue
      const { dispatches, bound } = slots[slot]!
      for (const [i, at] of dispatches.entries()) steps[at] = bound.get(alternative)![i]!
    }
    return steps
  }

  return {
    run(count) {
      if (pending) {
        const { at, check, done } = pending
        pending = undefined
        submits.runWith(tunable.bound, at, check.encode)
        if (count > 1) submits.run(tunable.bound, count - 1)
        done()
        return
      }
      const turn = tuner.next()
      submits.run(stepsBy(turn.choice), count, (ms) => turn.report(count, ms))
    },
    dispose() {
      disposed = true
      pending?.check.dispose()
      readback.dispose()
    },
  }
}

/** The buffers that a dispatch writes: of memory that it shares, its own part. */
function writtenBy({ plan, bufferOf }: TunableSteps, at: number): Written[] {
  const { program, buffers } = plan[at]!
  return buffers.flatMap((buffer, binding) => {
    if (program.bindings[binding]!.access !== 'write') return []
    const bytes = buffer.kind === 'transient' ? buffer.bytes : bufferOf(buffer).size
    return [{ binding, buffer: bufferOf(buffer), bytes }]
  })
}

/** The programs that do most of a step's work, of those with alternatives among which nobody has chosen yet. */
function heaviest(plan: StepPlan, tuning: Tuning): Slot[] {
  const slots = new Map<string, { program: KernelProgram; dispatches: number[] }>()
  for (const [at, { program }] of plan.entries()) {
    const key = [program.wgsl, ...program.workgroups, ...program.layoutValues].join()
    const slot = slots.get(key) ?? { program, dispatches: [] }
    slot.dispatches.push(at)
    slots.set(key, slot)
  }
  return [...slots.values()]
    .map((slot) => ({ ...slot, alternatives: slot.program.alternatives(), bound: new Map() }))
    .filter(({ alternatives }) => alternatives.length > 0)
    .toSorted((a, b) => b.program.work * b.dispatches.length - a.program.work * a.dispatches.length)
    .slice(0, MOST_SLOTS)
    .filter(({ program }) => tuning.settled(program) === undefined)
}
