/** What is said of a run to somebody who does not look at it. */
import { toldFindings } from '@/core/figures/exhibits'
import { joinRuns } from '@/core/runs/run'
import { durationText } from '@/core/text/number'
import type { LabStores } from '@/state/lab-stores'
import { knownRecords } from '@/state/results-store'

/** `Finished in 3 min. Full at about 1,930 bits.`; empty unless the run has finished. What it found is told, whatever is on show meanwhile. */
export function finishedText({ results, run }: Pick<LabStores, 'results' | 'run'>): string {
  const { status, sweep } = run.getState()
  if (status.kind !== 'finished' || !sweep) return ''
  const runs = joinRuns(sweep.trials, knownRecords(results.getState()))
  const [first] = toldFindings(sweep.experiment, runs, sweep.values)
  return [`Finished in ${durationText(status.elapsedMs / 1000)}.`, first && (first.headline ?? first.text)]
    .filter(Boolean)
    .join(' ')
}
