/** What held-out strings seem to be remembered, on every experiment: it must be nothing. */
import { lieDetector, lieExplanation, lieVerdict } from '@/core/findings/lie-detector'
import type { TrialRecord } from '@/core/results/result'
import { countText, plural, rangeText } from '@/core/text/number'

export function LieDetectorCard({ records }: { records: readonly TrialRecord[] }) {
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
            Held-out strings: {rangeText(result.min, result.max, countText)} bits memorised in{' '}
            {plural(result.runs, 'run')}; {lieVerdict(result)}
          </strong>
        </p>
      ) : (
        <p>No finished run yet.</p>
      )}
      <p className="fine-print">{lieExplanation(result)}</p>
    </section>
  )
}
