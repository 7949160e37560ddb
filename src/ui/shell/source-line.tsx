/** Whose results the figures show: recorded ones with where they come from, or this browser's own. */
import { Button } from '@mantine/core'
import { useStore } from 'zustand'
import { trialOf } from '@/core/results/result'
import { deviceText } from '@/core/text/device-text'
import { hasResults } from '@/state/sweeps'
import { formatSeconds, plural } from '../format'
import { useLab } from '../lab-context'
import { LessonLink } from '../lesson/lesson-panel'

export function SourceLine() {
  const { results } = useLab()
  const shown = useStore(results, (s) => s.shown)
  const recorded = useStore(results, (s) => s.recorded)
  const { provenance } = shown
  const counted =
    shown.kind === 'recorded' && shown.records.length === 0
      ? 'No results to show yet: press Run.'
      : `${provenance && recorded ? recorded.title : shown.title}: ${plural(shown.records.length, 'finished run')}.`
  const trained =
    provenance &&
    `Trained beforehand on ${deviceText(provenance)}, ${provenance.date}, in ${formatSeconds(provenance.seconds)}. Press Run to train your own.`
  return (
    <p className="source-line">
      {shown.records.length > 0 && (
        <span className="tag">{shown.kind === 'recorded' ? 'Recorded' : 'This browser'}</span>
      )}
      <span>{trained ? `${counted} ${trained}` : counted}</span>
      {shown.kind === 'sweep' && recorded && (
        <Button variant="subtle" size="compact-sm" onClick={() => results.getState().showRecorded()}>
          Show recorded results
        </Button>
      )}
      {shown.kind === 'recorded' && <BackToOwn />}
      <LessonLink />
    </p>
  )
}

/** Only where this browser has runs of the config that is set. */
function BackToOwn() {
  const { config, results } = useLab()
  const records = useStore(results, (s) => s.records)
  const { experiment, sweep } = useStore(config)
  const stored = [...records.values()].filter((record) => record.experiment === experiment.id)
  if (stored.length === 0) return undefined
  const own = sweep && hasResults(sweep, records) ? sweep.trials : stored.map(trialOf)
  return (
    <Button variant="subtle" size="compact-sm" onClick={() => results.getState().showTrials('My runs', own)}>
      Show my runs
    </Button>
  )
}
