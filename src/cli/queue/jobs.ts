/** Jobs of a sweep as they are published, and as a worker reads them: with distrust. */
import { createHash } from 'node:crypto'
import { excerpt } from '@/core/excerpt'
import type { Experiment } from '@/core/sweep/experiment'
import { experiments } from '@/core/sweep/experiments'
import { ownSourceOf } from '@/core/sweep/own-text'
import { parsePermalink } from '@/core/sweep/permalink'
import { piecesOf } from '@/core/sweep/pieces'
import { planSweep, type Sweep, sweepLink } from '@/core/sweep/sweep'
import type { Trial } from '@/core/sweep/trial'
import type { PublishedJob } from './work-queue'

/** More trials than a sweep may have, and longer texts than any, are nobody's job. */
const MOST_KEYS = 1000
const LONGEST_KEY = 256
const LONGEST_CONFIG = 10_000

/** @returns the same jobs every time, longest first, whatever is finished already: so none is in the queue twice. */
export function jobsOf(experiment: Experiment, sweep: Sweep): PublishedJob[] {
  const config = sweepLink(experiment, sweep)
  return piecesOf(sweep.trials, experiment.extraFlop(sweep.values)).map(({ trials, size }) => {
    const keys = trials.map(({ key }) => key)
    const hash = createHash('sha256').update([sweep.id, ...keys].join('\n'))
    return { id: `j${hash.digest('hex').slice(0, 32)}`, config, keys, size }
  })
}

export interface ReadJob {
  readonly sweep: Sweep
  readonly experiment: Experiment
  readonly trials: readonly Trial[]
}

export type Refusal = {
  readonly refused: string
  /** Whether a worker of another build might know it. */
  readonly isForOthers: boolean
}

/** @returns reads jobs, and remembers the sweep of the one before: the next is mostly of the same. */
export function createJobReader(): (data: unknown) => ReadJob | Refusal {
  let known: { readonly config: string; readonly planned: Planned } | undefined
  return (data) => {
    const job = shapeOf(data)
    if (!job) return { refused: 'this is no job of the lab', isForOthers: false }
    const { config, keys } = job
    const planned = known?.config === config ? known.planned : plan(config)
    if ('refused' in planned) return planned
    known = { config, planned }
    const trials = keys.map((key) => planned.trials.get(key))
    if (trials.includes(undefined))
      return {
        refused: `this build does not plan all trials of ${excerpt(config, 160)}: it is another version of the lab`,
        isForOthers: true,
      }
    return { ...planned, trials: trials.filter((trial) => trial !== undefined) }
  }
}

interface Planned {
  readonly sweep: Sweep
  readonly experiment: Experiment
  readonly trials: ReadonlyMap<string, Trial>
}

function plan(config: string): Planned | Refusal {
  const parsed = parsePermalink(config.slice(config.indexOf('#') + 1))
  if (parsed.status !== 'valid') {
    const [problem] = parsed.status === 'invalid' ? parsed.problems : []
    const reason = problem ? [problem.field, problem.message].filter(Boolean).join(': ') : 'it is empty'
    return { refused: `this build cannot read the config: ${reason}`, isForOthers: true }
  }
  const { experiment: id, preset, values } = parsed.linked
  if (ownSourceOf(values)) return { refused: 'a text of somebody’s own is in no queue', isForOthers: false }
  const experiment = experiments.get(id)!
  const sweep = planSweep(experiment, preset, values)
  return { sweep, experiment, trials: new Map(sweep.trials.map((trial) => [trial.key, trial])) }
}

function shapeOf(data: unknown): { readonly config: string; readonly keys: readonly string[] } | undefined {
  if (typeof data !== 'object' || data === null || !('config' in data) || !('keys' in data)) return undefined
  const { config, keys } = data
  const isKey = (key: unknown): key is string => typeof key === 'string' && key.length <= LONGEST_KEY
  const isRead =
    typeof config === 'string' &&
    config.length <= LONGEST_CONFIG &&
    Array.isArray(keys) &&
    keys.length > 0 &&
    keys.length <= MOST_KEYS &&
    keys.every(isKey)
  return isRead ? { config, keys } : undefined
}
