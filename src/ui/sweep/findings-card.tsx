/** The result in words, and the lie detector beside it. */
import { useMemo } from 'react'
import { sizeColor } from '../charts/marks'
import { formatCount, formatDecimal, formatRange, plural } from '../format'
import { LOWER_BOUND } from '../texts'
import { lieDetector, type ModelFinding, modelFindings, recipeSentence } from './findings'
import type { ModelSeries } from './series'
import { useFinishedSeries, useSweepPlan } from './use-sweep'

export function FindingsCard() {
  const series = useFinishedSeries()
  const { records } = useSweepPlan()
  const findings = useMemo(() => modelFindings(series), [series])
  // One verdict for all is said once.
  const verdicts = new Set(findings.map((finding) => finding.growth))
  const shared = findings.length > 1 && verdicts.size === 1 ? findings[0]?.growth : undefined
  const only = series.length === 1 ? series[0] : undefined
  return (
    <div className="findings">
      <section className="panel" aria-labelledby="findings-title">
        <h2 id="findings-title">What this sweep shows</h2>
        {findings.length === 0 ? (
          <p>Nothing has finished yet. The first results appear here.</p>
        ) : (
          <>
            {only?.capacity && <Headline model={only} />}
            <ul className="finding-list">
              {findings.map((finding) => (
                <FindingLine key={finding.key} finding={finding} verdict={shared === undefined} />
              ))}
            </ul>
            {shared && <p className="shared-verdict">{shared}</p>}
            <p className="fine-print">
              {recipeSentence(records)} {LOWER_BOUND}
            </p>
          </>
        )}
      </section>
      <LieDetectorCard />
    </div>
  )
}

function Headline({ model }: { model: ModelSeries }) {
  const { mean, min, max } = model.capacity!.capacityBits
  const half = (max - min) / 2
  const spread = half > 0 ? ` ± ${formatCount(half)}` : ''
  return (
    <p className="headline">
      <strong>
        {formatCount(mean)}
        {spread}
      </strong>{' '}
      bits remembered: <strong>{formatDecimal(mean / model.params)}</strong> bits per parameter
    </p>
  )
}

function FindingLine({ finding, verdict }: { finding: ModelFinding; verdict: boolean }) {
  return (
    <li>
      <span className="swatch" style={{ background: sizeColor(finding.color) }} aria-hidden="true" />
      <span>
        <strong>{finding.label}</strong> held {finding.capacity}, {finding.bitsPerParam} bits per parameter.
        {verdict && ` ${finding.growth}`}
      </span>
    </li>
  )
}

function LieDetectorCard() {
  const { records } = useSweepPlan()
  const result = lieDetector(records)
  const lies = (result?.positive ?? 0) > 0
  return (
    <section
      className="panel lie-detector"
      data-state={result ? (lies ? 'lies' : 'honest') : 'empty'}
      aria-labelledby="lie-detector-title"
    >
      <h2 id="lie-detector-title">Lie detector</h2>
      {result ? (
        <p role={lies ? 'alert' : undefined}>
          <strong>
            Held-out strings: {formatRange(result.min, result.max, formatCount)} bits memorised in{' '}
            {plural(result.runs, 'run')};{' '}
            {lies ? `${formatCount(result.positive)} positive!` : 'none positive.'}
          </strong>
        </p>
      ) : (
        <p>No finished run yet.</p>
      )}
      <p className="fine-print">
        {lies
          ? 'A model cannot know strings it never saw. Something leaks or is miscounted: do not trust this sweep.'
          : 'A model cannot know random strings it never saw. If it seemed to, the count of memorised bits would be wrong.'}
      </p>
    </section>
  )
}
