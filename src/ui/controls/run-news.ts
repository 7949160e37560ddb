/** What is said of a run to somebody who does not look at it. */
import { toldFindings } from '@/core/figures/exhibits'
import { durationText } from '@/core/text/number'
import type { LabStores } from '@/state/lab-stores'

/** `Finished in 3 min. Full at about 1,930 bits.`; empty unless the run has finished. */
export function finishedText({
  config,
  results,
  run,
}: Pick<LabStores, 'config' | 'results' | 'run'>): string {
  const { status } = run.getState()
  if (status.kind !== 'finished') return ''
  const { experiment, values } = config.getState()
  const { runs } = results.getState().shown
  const own = runs.filter(({ trial }) => trial.experiment === experiment.id)
  const [first] = toldFindings(experiment.id, own, values)
  return [`Finished in ${durationText(status.elapsedMs / 1000)}.`, first && (first.headline ?? first.text)]
    .filter(Boolean)
    .join(' ')
}
