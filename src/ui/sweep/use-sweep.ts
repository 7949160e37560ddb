/** The sweep on show, from the stores to what the charts draw. */
import type { RunState } from '@/state/run-store'
import { configStore, resultsStore, runStore } from '@/state/services'
import { useInTurn } from '../charts/turns'
import { rememberLast } from '../remember-last'
import { plannedTrials } from './planned-trials'
import { type ModelSeries, type SweepInput, sweepSeries } from './series'

const NOBODY: RunState['live'] = new Map()

const seriesOf = rememberLast(
  (
    planned: SweepInput['planned'],
    records: SweepInput['records'],
    live: SweepInput['live'],
  ): readonly ModelSeries[] => sweepSeries({ planned, records, live }),
)

/** Planned trials and finished records: changes when a run finishes, not while one trains. */
export function useSweepPlan(): Pick<SweepInput, 'planned' | 'records'> {
  const shown = useInTurn(resultsStore, (s) => s.shown)
  const experiment = useInTurn(configStore, (s) => s.experiment)
  const values = useInTurn(configStore, (s) => s.values)
  return { planned: plannedTrials(shown, experiment, values), records: shown.records }
}

/** Everything, training members included: changes up to ten times a second. Only live layers may subscribe. */
export function useLiveSeries(): readonly ModelSeries[] {
  const { planned, records } = useSweepPlan()
  const isSweep = useInTurn(resultsStore, (s) => s.shown.kind === 'sweep')
  const live = useInTurn(runStore, (s) => (isSweep ? s.live : NOBODY))
  return seriesOf(planned, records, live)
}

const finishedSeriesOf = rememberLast(
  (planned: SweepInput['planned'], records: SweepInput['records']): readonly ModelSeries[] =>
    sweepSeries({ planned, records, live: NOBODY }),
)

/** Finished runs only, for sentences and tables. */
export function useFinishedSeries(): readonly ModelSeries[] {
  const { planned, records } = useSweepPlan()
  return finishedSeriesOf(planned, records)
}

/** The same for files, which are made once, when they are asked for. */
export function finishedSeriesNow(): readonly ModelSeries[] {
  const { experiment, values } = configStore.getState()
  const { shown } = resultsStore.getState()
  return finishedSeriesOf(plannedTrials(shown, experiment, values), shown.records)
}
