/** Questions about stored sweeps. Pure. */

import type { TrialRecord } from '@/core/results/result'
import { presetById } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import { parsePermalink, printPermalink } from '@/core/sweep/permalink'
import type { StoredSweep } from '@/runtime/storage/stored-sweep'

type Records = ReadonlyMap<string, TrialRecord>

/** Title of a config by its permalink, which must be valid: the preset's name, and whether it was changed. */
export function configTitle(hash: string): string {
  const link = parsePermalink(hash)
  if (link.status !== 'valid') throw new RangeError(`no permalink of this lab: ${hash}`)
  const experiment = experimentById(link.linked.experiment)
  const preset = presetById(experiment, link.linked.preset)
  const unchanged = hash === printPermalink(experiment, preset.id, preset.config)
  return unchanged ? preset.label : `${preset.label}, changed`
}

const canOpen = ({ hash }: StoredSweep): boolean => parsePermalink(hash).status === 'valid'

/** Not ended by anyone, with trials left to do, and of a config that this lab still reads. */
export const isUnfinished = (sweep: StoredSweep, records: Records): boolean =>
  sweep.status === 'running' && canOpen(sweep) && sweep.trialKeys.some((key) => !records.has(key))

/** The sweep to show on a new visit: the first with anything to show. */
export const firstWithResults = (sweeps: readonly StoredSweep[], records: Records): StoredSweep | undefined =>
  sweeps.find((sweep) => canOpen(sweep) && sweep.trialKeys.some((key) => records.has(key)))
