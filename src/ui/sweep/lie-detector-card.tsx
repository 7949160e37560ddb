/** What held-out strings seem to be remembered, on every experiment: it must be nothing. */
import type { TrialRecord } from '@/core/result'
import { formatCount, formatRange, plural } from '../format'
import { type LieDetector, lieDetector } from './lie-detector'

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
            Held-out strings: {formatRange(result.min, result.max, formatCount)} bits memorised in{' '}
            {plural(result.runs, 'run')}; {verdict(result)}
          </strong>
        </p>
      ) : (
        <p>No finished run yet.</p>
      )}
      <p className="fine-print">{lies ? WARNING : result?.learnable ? LEARNABLE : REASON}</p>
    </section>
  )
}

function verdict({ positive, max }: LieDetector): string {
  if (positive > 0) return `${formatCount(positive)} positive!`
  return max > 0 ? 'no more than chance allows.' : 'none positive.'
}

const WARNING =
  'A model cannot know strings it never saw. Something leaks or is miscounted: do not trust this sweep.'
const REASON =
  'A model cannot know random strings it never saw. If it seemed to, the count of memorised bits would be wrong.'
const LEARNABLE =
  'A model may learn the source, but no model knows strings it never saw better than the source that drew them: beyond a few bits of chance the count would be wrong.'
