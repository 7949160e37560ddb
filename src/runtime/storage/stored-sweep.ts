/** A sweep that was started in this browser, so that a later visit can show it again or go on with it. */
import { type Experiment, presetById, withField } from '@/core/sweep/experiment'
import { experiments } from '@/core/sweep/experiments'
import type { ConfigValues } from '@/core/sweep/fields'
import { parsePermalink } from '@/core/sweep/permalink'
import { planSweep, type Sweep, sweepIdPrefix, sweepLink } from '@/core/sweep/sweep'

export interface StoredSweep extends Sweep {
  /** `running` is what was last written: whether a tab still runs it, its lock says. */
  readonly status: 'running' | 'finished' | 'stopped'
  /** ISO 8601, UTC. */
  readonly startedAt: string
}

/** As it lies in the database: its trials are planned again when it is read. */
interface SweepRow {
  readonly version: 2
  readonly id: string
  readonly experiment: string
  readonly presetId: string
  readonly values: ConfigValues
  readonly status: StoredSweep['status']
  readonly startedAt: string
}

export const sweepRow = ({ trials, ...sweep }: StoredSweep): SweepRow => ({ version: 2, ...sweep })

/** Rows of the first version were known by the permalink of their config. */
export const formerSweepId = (sweep: StoredSweep): string | undefined => {
  const experiment = experiments.get(sweep.experiment)
  return experiment && sweepLink(experiment, sweep)
}

/** A stored row may come from anyone. Undefined for one that this lab does not understand, or whose config it no longer plans. */
export function readSweepRow(row: unknown): StoredSweep | undefined {
  if (typeof row !== 'object' || row === null) return undefined
  const { status, startedAt }: { status?: unknown; startedAt?: unknown } = row
  if (status !== 'running' && status !== 'finished' && status !== 'stopped') return undefined
  if (typeof startedAt !== 'string') return undefined
  const sweep = 'version' in row ? sweepOf(row) : sweepOfLink(row)
  return sweep && { ...sweep, status, startedAt }
}

function sweepOf(row: {
  id?: unknown
  experiment?: unknown
  presetId?: unknown
  values?: unknown
  version: unknown
}): Sweep | undefined {
  const { version, id, experiment: name, presetId, values } = row
  const experiment = version === 2 && typeof name === 'string' ? experiments.get(name) : undefined
  if (!experiment || typeof presetId !== 'string' || typeof values !== 'object' || values === null)
    return undefined
  // Under another version of the experiment the same values mean other trials.
  if (typeof id !== 'string' || !id.startsWith(sweepIdPrefix(experiment))) return undefined
  try {
    return planSweep(experiment, presetId, overPreset(experiment, presetId, values))
  } catch {
    return undefined
  }
}

/** A field that was added since a row was stored has the preset's value, as in a permalink. @throws RangeError for an unknown preset. */
const overPreset = (experiment: Experiment, presetId: string, stored: object): ConfigValues =>
  Object.entries(stored).reduce<ConfigValues>(
    (values, [name, value]) => withField(experiment, values, name, value),
    presetById(experiment, presetId).config,
  )

/** Version 1: the permalink was all that was kept of a config. */
function sweepOfLink(row: { hash?: unknown }): Sweep | undefined {
  const link = typeof row.hash === 'string' ? parsePermalink(row.hash) : undefined
  if (link?.status !== 'valid') return undefined
  const { experiment, preset, values } = link.linked
  const known = experiments.get(experiment)
  return known && planSweep(known, preset, values)
}
