/** The trials behind the results on show: what the axes are made for before anything has trained. */
import type { Experiment } from '@/core/sweep/experiment'
import type { ConfigValues } from '@/core/sweep/fields'
import type { Trial } from '@/core/sweep/trial'
import type { ShownResults } from '@/state/results-store'
import { memoizeLast } from '../memoize-last'

const planOf = memoizeLast((experiment: Experiment, values: ConfigValues): readonly Trial[] =>
  experiment.problems(values).length === 0 ? experiment.plan(values) : [],
)

/** Plans behind the sweeps that were on show, the latest first: one stays while the visitor already edits the next config. */
let plans: readonly (readonly Trial[])[] = []
const MAX_PLANS = 8

export const plannedTrials = memoizeLast(
  (shown: ShownResults, experiment: Experiment, values: ConfigValues): readonly Trial[] => {
    if (shown.kind === 'recorded') return shown.records.length === 0 ? planOf(experiment, values) : []
    const matches = (trials: readonly Trial[]) =>
      trials.length === shown.trialKeys.size && trials.every((trial) => shown.trialKeys.has(trial.key))
    const known = plans.find(matches)
    if (known) return known
    const current = planOf(experiment, values)
    if (!matches(current)) return []
    plans = [current, ...plans].slice(0, MAX_PLANS)
    return current
  },
)
