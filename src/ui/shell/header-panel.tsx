/** A button of the header that opens a panel under it. It closes with Escape, with a click elsewhere and when another page is opened. */
import { Button } from '@mantine/core'
import { useClickOutside, useWindowEvent } from '@mantine/hooks'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'

interface HeaderPanelProps {
  /** Of the panel's element. */
  readonly id: string
  /** Names the panel for whoever cannot see which button it hangs from. */
  readonly name: string
  readonly button: ReactNode
  /** Whether what is in the panel, once opened, goes on while it is closed. */
  readonly kept?: boolean
  /** What the button shows by its colour. */
  readonly state?: string
  readonly children: (close: () => void) => ReactNode
}

export function HeaderPanel({ id, name, button, kept = false, state, children }: HeaderPanelProps) {
  const [open, setOpen] = useState(false)
  const [wasOpen, setWasOpen] = useState(false)
  if (open && !wasOpen) setWasOpen(true)
  const opener = useRef<HTMLButtonElement>(null)
  const box = useClickOutside<HTMLDivElement>(() => setOpen(false))
  useWindowEvent('hashchange', () => setOpen(false))
  const close = () => {
    setOpen(false)
    opener.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && open) close()
    if (event.key === 'ArrowDown' && !open && event.target === opener.current) {
      event.preventDefault()
      setOpen(true)
    }
  }
  return (
    <div className="header-panel" ref={box} onKeyDown={onKeyDown}>
      <Button
        ref={opener}
        variant="subtle"
        className="header-button"
        data-state={state}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {button}
      </Button>
      {(open || (kept && wasOpen)) && (
        <section className="panel" id={id} aria-label={name} hidden={!open}>
          {children(close)}
        </section>
      )}
    </div>
  )
}
