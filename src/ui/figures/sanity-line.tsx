/** What held-out strings seem to be remembered, on every experiment: it must be nothing. One quiet line, loud only when it fails. */
import { useStore } from 'zustand'
import { lieDetector, sanityText } from '@/core/findings/lie-detector'
import type { ExhibitionStore } from './figure-feed'

export function SanityLine({ store }: { store: ExhibitionStore }) {
  const result = lieDetector(useStore(store, (s) => s.summary.records))
  const lies = (result?.positive ?? 0) > 0
  return (
    <section className="sanity" data-state={lies ? 'lies' : 'honest'} aria-label="Sanity check">
      <p role={lies ? 'alert' : undefined}>
        {result && (
          <span aria-hidden="true" className="sanity-sign">
            {lies ? '✗' : '✓'}
          </span>
        )}
        <span>{sanityText(result)}</span>
      </p>
    </section>
  )
}
