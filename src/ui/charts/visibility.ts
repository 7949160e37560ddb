/** Tells the render queue which charts are in view. */
import { type RefObject, useEffect } from 'react'
import { renderQueue } from './render-queue'

/** A chart counts as in view a little before it is scrolled to. */
const MARGIN = '200px'

/** @param element the chart as a whole, with its caption and table. */
export function useVisibility(chart: string, element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!element.current) return
    const observer = new IntersectionObserver(
      (entries) => renderQueue.setInView(chart, entries.at(-1)?.isIntersecting ?? true),
      { rootMargin: MARGIN },
    )
    observer.observe(element.current)
    return () => {
      observer.disconnect()
      renderQueue.setInView(chart, true)
    }
  }, [chart, element])
}
