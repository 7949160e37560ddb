/** Whether the page is being printed. Paper is white, so what is on canvases must be painted in light colours by then. */
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** Of the root element: the theme that colours are read by. */
const SCHEME = 'data-mantine-color-scheme'

export function usePaper(): boolean {
  const [isPaper, setPaper] = useState(false)
  useEffect(() => {
    const { documentElement: root } = document
    let onScreen: string | null = null
    // Set before React paints: canvases read their colours then, and the provider would set it only after them.
    const before = () => {
      onScreen = root.getAttribute(SCHEME)
      root.setAttribute(SCHEME, 'light')
      flushSync(() => setPaper(true))
    }
    const after = () => {
      if (onScreen !== null) root.setAttribute(SCHEME, onScreen)
      setPaper(false)
    }
    addEventListener('beforeprint', before)
    addEventListener('afterprint', after)
    return () => {
      removeEventListener('beforeprint', before)
      removeEventListener('afterprint', after)
    }
  }, [])
  return isPaper
}
