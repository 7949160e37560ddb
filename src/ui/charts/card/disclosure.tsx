/** A disclosure whose content exists only while it is open: a table of a thousand rows costs nothing unseen. */
import { type ReactNode, useState } from 'react'

interface DisclosureProps {
  readonly summary: string
  /** Said after the summary to those who do not see where it stands. */
  readonly of?: string
  readonly children: ReactNode
}

export function Disclosure({ summary, of, children }: DisclosureProps) {
  const [open, setOpen] = useState(false)
  return (
    <details className="disclosure" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {summary}
        {of !== undefined && <span className="visually-hidden">{`: ${of}`}</span>}
      </summary>
      {open && children}
    </details>
  )
}
