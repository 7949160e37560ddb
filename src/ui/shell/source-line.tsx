/** Whose results the figures show: recorded ones with where they come from, or this browser's own. */
import { Button } from '@mantine/core'
import { useStore } from 'zustand'
import { deviceText } from '@/core/text/device-text'
import { configStore, resultsStore } from '@/state/services'
import { formatSeconds, plural } from '../format'
import { LessonLink } from '../lesson/lesson-panel'

export function SourceLine() {
  const shown = useStore(resultsStore, (s) => s.shown)
  const recorded = useStore(resultsStore, (s) => s.recorded)
  const { provenance } = shown
  return (
    <p className="source-line">
      {shown.records.length > 0 && (
        <span className="tag">{shown.kind === 'recorded' ? 'Recorded' : 'This browser'}</span>
      )}
      <span>
        {shown.kind === 'recorded' && shown.records.length === 0
          ? 'No results to show yet: press Run.'
          : `${provenance && recorded ? recorded.title : shown.title}: ${plural(shown.records.length, 'finished run')}.`}
        {provenance &&
          ` Trained beforehand on ${deviceText(provenance)}, ${provenance.date}, in ${formatSeconds(provenance.seconds)}. Press Run to train your own.`}
      </span>
      {shown.kind === 'sweep' && recorded && (
        <Button variant="subtle" size="compact-sm" onClick={() => resultsStore.getState().showRecorded()}>
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
  const records = useStore(resultsStore, (s) => s.records)
  const { experiment, values, problems } = useStore(configStore)
  const stored = [...records.values()].filter((record) => record.experiment === experiment.id)
  if (stored.length === 0) return undefined
  const keys = problems.length === 0 ? experiment.plan(values).map((trial) => trial.key) : []
  const own = keys.some((key) => records.has(key)) ? keys : stored.map(({ trialKey }) => trialKey)
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      onClick={() => resultsStore.getState().showSweep('My runs', own)}
    >
      Show my runs
    </Button>
  )
}
