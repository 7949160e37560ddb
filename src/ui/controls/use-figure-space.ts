/** Calls back when Space is pressed in a figure. The run button uses Space itself; anywhere else it scrolls the page, as visitors expect. */
import { useEffect } from 'react'

const FIGURE = '.chart-drawing'

export function useFigureSpace(action: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== ' ' || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
      if (!(event.target instanceof Element && event.target.matches(FIGURE))) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [action])
}
