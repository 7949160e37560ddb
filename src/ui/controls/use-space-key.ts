/** Calls back when Space is pressed, unless the focus is on a control that uses Space itself. */
import { useEffect } from 'react'

const OWN_SPACE =
  'input, textarea, select, button, a[href], summary, [contenteditable], [role="radio"], [role="switch"]'

export function useSpaceKey(action: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== ' ' || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof Element && event.target.closest(OWN_SPACE)) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [action])
}
