/** Whose results the figures show: recorded ones with where they come from, this browser's own, or those from a file. */
import { Button } from '@mantine/core'
import { useStore } from 'zustand'
import { trialOf } from '@/core/results/result'
import { deviceText } from '@/core/text/device-text'
import { durationText, plural } from '@/core/text/number'
import type { ShownResults } from '@/state/results-store'
import { hasResults } from '@/state/sweeps'
import { useLab } from '../lab-context'

export function SourceLine() {
  const { config, results } = useLab()
  const shown = useStore(results, (s) => s.shown)
  const recorded = useStore(results, (s) => s.recorded)
  const { provenance, imported } = shown
  const runs = shown.records.length
  const mixed = imported > 0 && imported < runs ? `, ${imported} of them imported` : ''
  const counted =
    shown.kind === 'recorded' && runs === 0
      ? 'No results to show yet: press Run.'
      : `${provenance && recorded ? recorded.title : shown.title}: ${plural(runs, 'finished run')}${mixed}.`
  const trained =
    provenance &&
    `Trained beforehand on ${deviceText(provenance)}, ${provenance.date}, in ${durationText(provenance.seconds)}. Press Run to train your own.`
  return (
    <p className="source-line">
      {runs > 0 && <span className="tag">{sourceTag(shown)}</span>}
      <span>{trained ? `${counted} ${trained}` : counted}</span>
      {shown.kind === 'sweep' && recorded && (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => results.getState().showRecorded(config.getState().sweep)}
        >
          Show recorded results
        </Button>
      )}
      {shown.kind === 'recorded' && <BackToKnown />}
    </p>
  )
}

const sourceTag = ({ kind, records, imported }: ShownResults): string =>
  kind === 'recorded' ? 'Recorded' : imported === records.length ? 'Imported' : 'This browser'

/** Leads to what this browser has of the experiment: the runs of the config that is set, where it has any of them, else all. */
function BackToKnown() {
  const { config, results } = useLab()
  const { records, imported, showTrials } = useStore(results)
  const { experiment, sweep } = useStore(config)
  const kinds = [
    { label: 'Show my runs', title: 'My runs', known: records },
    { label: 'Show imported runs', title: 'Imported', known: imported },
  ]
  return kinds.map(({ label, title, known }) => {
    const all = [...known.values()].filter((record) => record.experiment === experiment.id)
    if (all.length === 0) return undefined
    const show = () => showTrials(title, sweep && hasResults(sweep, known) ? sweep.trials : all.map(trialOf))
    return (
      <Button key={title} variant="subtle" size="compact-sm" onClick={show}>
        {label}
      </Button>
    )
  })
}
