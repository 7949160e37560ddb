/** What each event of a sweep means for what the page shows of it. Pure. */
import { extendLossCurve, LOSS_CURVE } from '@/core/runs/curve'
import type { Curve, LiveValues } from '@/core/runs/run'
import type { LabEvent, SweepProgress } from '@/runtime/protocol'
import type { RunEnding, RunStatus } from './run-status'

export interface RunView {
  readonly status: RunStatus
  /** Kernels that are ready, of those that the next population needs; undefined once it trains. */
  readonly compiling: { readonly done: number; readonly of: number } | undefined
  /** What trains before the first population can, and how far it is; undefined once that trains. */
  readonly preparing: { readonly what: string; readonly step: number; readonly steps: number } | undefined
  readonly progress: SweepProgress | undefined
  /** What the members report that train now, by trial key. */
  readonly live: ReadonlyMap<string, LiveValues>
  /** What probes of members have shown so far, by trial key, also before a member's first report. */
  readonly shown: ReadonlyMap<string, Pick<LiveValues, 'curves' | 'grid'>>
  /** Why trials have no result, by trial key. */
  readonly trialFailures: ReadonlyMap<string, string>
  /** Why families do without the fused kernels, by family. */
  readonly fallbacks: ReadonlyMap<string, string>
}

export const openingRun: RunView = {
  status: { kind: 'opening' },
  compiling: undefined,
  preparing: undefined,
  progress: undefined,
  live: new Map(),
  shown: new Map(),
  trialFailures: new Map(),
  fallbacks: new Map(),
}

export function afterEvent(run: RunView, event: LabEvent): RunView {
  switch (event.type) {
    case 'opened':
      return run.status.kind === 'opening' ? { ...run, status: { kind: 'running' } } : run
    case 'planned':
    case 'frame':
    // The worker keeps it to itself.
    case 'model-trained':
      return run
    case 'compiling':
      return { ...run, compiling: { done: event.done, of: event.of } }
    case 'preparing':
      return { ...run, preparing: { what: event.what, step: event.step, steps: event.steps } }
    case 'fell-back':
      return { ...run, fallbacks: new Map(run.fallbacks).set(event.family, event.reason) }
    case 'progress':
      return withMembers({ ...run, compiling: undefined, preparing: undefined }, event)
    case 'probed':
      return { ...run, shown: new Map(run.shown).set(event.trialKey, withProbe(run, event)) }
    case 'trial-finished':
      return withoutMember(run, event.record.trialKey)
    case 'trial-failed':
      return {
        ...withoutMember(run, event.trialKey),
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

/** The run store says the end itself, as soon as the finished records are stored. */
const afterEnding = (run: RunView, ending: RunEnding): RunView => ({
  ...run,
  live: new Map(),
  shown: new Map(),
  status: { kind: 'saving', ending },
})

const NOTHING_SHOWN: Pick<LiveValues, 'curves' | 'grid'> = { curves: {}, grid: undefined }

function withMembers(run: RunView, event: Extract<LabEvent, { type: 'progress' }>): RunView {
  const shown = new Map(run.shown)
  const live = new Map<string, LiveValues>()
  for (const { trialKey, ...member } of event.members) {
    const before = shown.get(trialKey) ?? NOTHING_SHOWN
    const loss = extendLossCurve(before.curves[LOSS_CURVE], member.step, member.trainBitsPerToken)
    const curves =
      loss === before.curves[LOSS_CURVE] ? before.curves : { ...before.curves, [LOSS_CURVE]: loss }
    shown.set(trialKey, { ...before, curves })
    live.set(trialKey, { ...member, ...before, curves })
  }
  return { ...run, progress: event.progress, shown, live }
}

/** A probe's values become the next points of their curves; a curve that it says nothing of stays as it is. */
function withProbe(
  { shown }: RunView,
  { trialKey, step, values, grid }: Extract<LabEvent, { type: 'probed' }>,
): Pick<LiveValues, 'curves' | 'grid'> {
  const before = shown.get(trialKey) ?? NOTHING_SHOWN
  const extended = Object.entries(values).map(([name, value]): [string, Curve] => {
    const curve = before.curves[name]
    const isNew = curve === undefined || step <= (curve.steps.at(-1) ?? Number.NEGATIVE_INFINITY)
    return [
      name,
      isNew
        ? { steps: [step], values: [value] }
        : { steps: [...curve.steps, step], values: [...curve.values, value] },
    ]
  })
  return { curves: { ...before.curves, ...Object.fromEntries(extended) }, grid: grid ?? before.grid }
}

function withoutMember(run: RunView, trialKey: string): RunView {
  const [live, shown] = [new Map(run.live), new Map(run.shown)]
  live.delete(trialKey)
  shown.delete(trialKey)
  return { ...run, live, shown }
}
