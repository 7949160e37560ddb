/** The result in words, and the lie detector beside it. */
import { useMemo } from 'react'
import { sizeColor } from '../charts/frame/marks'
import { formatCount, formatDecimal } from '../format'
import { LOWER_BOUND } from '../texts'
import { type ModelFinding, modelFindings, recipeSentence, seedRange } from './findings'
import { LieDetectorCard } from './lie-detector-card'
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
      <LieDetectorCard records={records} />
    </div>
  )
}

function Headline({ model }: { model: ModelSeries }) {
  const { capacityBits } = model.capacity!
  const { mean } = capacityBits
  return (
    <p className="headline">
      <strong>{formatCount(mean)}</strong> {seedRange(capacityBits)} bits remembered:{' '}
      <strong>{formatDecimal(mean / model.params)}</strong> bits per parameter
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
