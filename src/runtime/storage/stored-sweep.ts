/** A sweep that was started in this browser, so that a later visit can show it again or go on with it. */
export interface StoredSweep {
  /** The permalink of its config: starting the same config again goes on with the same sweep. */
  readonly id: string
  readonly experiment: string
  readonly presetId: string
  readonly hash: string
  readonly trialKeys: readonly string[]
  /** `running` is what was last written: whether a tab still runs it, its lock says. */
  readonly status: 'running' | 'finished' | 'stopped'
  /** ISO 8601, UTC. */
  readonly startedAt: string
}

/** Stored rows are input from strangers. Their hash is checked when it is opened, like any permalink. */
export function isStoredSweep(row: unknown): row is StoredSweep {
  if (typeof row !== 'object' || row === null) return false
  const sweep: { readonly [K in keyof StoredSweep]?: unknown } = row
  return (
    [sweep.id, sweep.experiment, sweep.presetId, sweep.hash, sweep.startedAt].every(isText) &&
    (sweep.status === 'running' || sweep.status === 'finished' || sweep.status === 'stopped') &&
    Array.isArray(sweep.trialKeys) &&
    sweep.trialKeys.every(isText)
  )
}

const isText = (value: unknown): boolean => typeof value === 'string'
