/** What each event of a sweep means for what the page shows of it. Pure. */
import type { LookedValues, LossCourse } from '@/core/figures/figure'
import { extendCourse } from '@/core/runs/training-curve'
import type { LabEvent, LiveMember, SweepProgress } from '@/runtime/protocol'
import type { RunEnding, RunStatus } from './run-status'

export interface RunView {
  readonly status: RunStatus
  /** Kernels that are ready, of those that the next population needs; undefined once it trains. */
  readonly compiling: { readonly done: number; readonly of: number } | undefined
  /** What trains before the first population can, and how far it is; undefined once that trains. */
  readonly preparing: { readonly what: string; readonly step: number; readonly steps: number } | undefined
  readonly progress: SweepProgress | undefined
  /** By trial key: members now training. */
  readonly live: ReadonlyMap<string, LiveMember>
  /** By trial key: the losses of members now training. */
  readonly courses: ReadonlyMap<string, LossCourse>
  /** By trial key: what looks at training members have seen so far. */
  readonly looked: ReadonlyMap<string, LookedValues>
  /** Trial key → message. */
  readonly trialFailures: ReadonlyMap<string, string>
  /** Family → why it does without the fused kernels. */
  readonly fallbacks: ReadonlyMap<string, string>
}

export const openingRun: RunView = {
  status: { kind: 'opening' },
  compiling: undefined,
  preparing: undefined,
  progress: undefined,
  live: new Map(),
  courses: new Map(),
  looked: new Map(),
  trialFailures: new Map(),
  fallbacks: new Map(),
}

export function afterEvent(run: RunView, event: LabEvent): RunView {
  switch (event.type) {
    case 'opened':
      return run.status.kind === 'opening' ? { ...run, status: { kind: 'running' } } : run
    case 'planned':
      return run
    case 'compiling':
      return { ...run, compiling: { done: event.done, of: event.of } }
    case 'preparing':
      return { ...run, preparing: { what: event.what, step: event.step, steps: event.steps } }
    case 'fell-back':
      return { ...run, fallbacks: new Map(run.fallbacks).set(event.family, event.reason) }
    case 'progress':
      return {
        ...run,
        compiling: undefined,
        preparing: undefined,
        progress: event.progress,
        live: new Map(event.members.map((member) => [member.trialKey, member])),
        courses: new Map(
          event.members.map(({ trialKey, step, trainBitsPerToken }) => [
            trialKey,
            extendCourse(run.courses.get(trialKey), step, trainBitsPerToken),
          ]),
        ),
      }
    case 'looked':
      return { ...run, looked: new Map(run.looked).set(event.trialKey, withLook(run, event)) }
    case 'trial-finished':
      return { ...run, live: without(run.live, event.record.trialKey) }
    case 'trial-failed':
      return {
        ...run,
        live: without(run.live, event.trialKey),
        trialFailures: new Map(run.trialFailures).set(event.trialKey, event.message),
      }
    case 'finished':
      // A worker's clock may have been set back in between.
      return afterEnding(run, { kind: 'finished', elapsedMs: Math.max(0, event.elapsedMs) })
    case 'stopped':
      return afterEnding(run, { kind: 'stopped' })
    case 'failed':
      return afterEnding(run, { kind: 'failed', failure: event.failure })
    default:
      throw event satisfies never
  }
}

/** The end is said when what was finished is stored: the run store does that. */
const afterEnding = (run: RunView, ending: RunEnding): RunView => ({
  ...run,
  live: new Map(),
  status: { kind: 'saving', ending },
})

function withLook({ looked }: RunView, event: LabEvent & { readonly type: 'looked' }): LookedValues {
  const before = looked.get(event.trialKey) ?? { steps: [], values: {}, grid: undefined }
  const names = new Set([...Object.keys(before.values), ...Object.keys(event.values)])
  const padding = before.steps.map(() => Number.NaN)
  return {
    steps: [...before.steps, event.step],
    values: Object.fromEntries(
      [...names].map((name) => [
        name,
        [...(before.values[name] ?? padding), event.values[name] ?? Number.NaN],
      ]),
    ),
    grid: event.grid ?? before.grid,
  }
}

function without(live: ReadonlyMap<string, LiveMember>, trialKey: string): ReadonlyMap<string, LiveMember> {
  const rest = new Map(live)
  rest.delete(trialKey)
  return rest
}
