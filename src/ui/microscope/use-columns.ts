/** How many symbols of a string fit side by side. */
import { type RefObject, useEffect, useRef, useState } from 'react'

/** @param least width of a symbol, px. @returns a ref for the element that holds them, and the columns; all of them where nothing is laid out. */
export function useColumns(
  count: number,
  least: number,
): { readonly ref: RefObject<HTMLDivElement | null>; readonly columns: number } {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = ref.current
    if (!element || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const fitting = Math.max(4, Math.floor(width / least))
  return { ref, columns: width === 0 ? count : Math.min(count, fitting) }
}
