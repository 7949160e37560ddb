/**
 * A sweep: a config of an experiment with the trials that it means. Made once, by {@link planSweep}, and carried by everyone who has to do
 * with it: state, storage, worker and command line. A permalink is derived from it where one is shown, and read only where one comes in.
 */
import { type Experiment, presetById } from './experiment'
import type { ConfigValues } from './fields'
import { printPermalink } from './permalink'
import type { Trial } from './trial'

export interface Sweep {
  /** Equal for equal configs of one experiment, whatever preset they were reached from. */
  readonly id: string
  readonly experiment: string
  /** The preset that the config started from: part of its title and of its permalink. */
  readonly presetId: string
  readonly values: ConfigValues
  readonly trials: readonly Trial[]
}

/** @throws z.core.$ZodError for values that the experiment refuses. */
export const planSweep = (experiment: Experiment, presetId: string, values: ConfigValues): Sweep => ({
  id: sweepId(experiment, values),
  experiment: experiment.id,
  presetId,
  values,
  trials: experiment.plan(values),
})

/** What every id of an experiment's sweeps begins with: its name and the version of its config's meaning. */
export const sweepIdPrefix = ({ id, version }: Pick<Experiment, 'id' | 'version'>): string =>
  `${id}-${version}-`

/** The prefix and a hash of the values, FNV-1a of 64 bits over their text. */
function sweepId(experiment: Experiment, values: ConfigValues): string {
  const sorted = Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const text = JSON.stringify(sorted)
  let hash = 0xcbf29ce484222325n
  for (let i = 0; i < text.length; i++)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n)
  return `${sweepIdPrefix(experiment)}${hash.toString(16).padStart(16, '0')}`
}

/** The preset's name, and whether the config differs from it. */
export function sweepTitle(
  experiment: Experiment,
  { presetId, values }: Pick<Sweep, 'presetId' | 'values'>,
): string {
  const preset = presetById(experiment, presetId)
  const isPreset = sweepId(experiment, values) === sweepId(experiment, preset.config)
  return isPreset ? preset.label : `${preset.label}, changed`
}

/** `#capacity?v=1&preset=tiny`. */
export const sweepLink = (
  experiment: Experiment,
  { presetId, values }: Pick<Sweep, 'presetId' | 'values'>,
): string => printPermalink(experiment, presetId, values)
