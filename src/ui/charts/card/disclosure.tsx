/** A disclosure whose content exists only while it is open: a table of a thousand rows costs nothing unseen. */
import { type ReactNode, useState } from 'react'

export function Disclosure({ summary, children }: { summary: string; children: ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <details className="disclosure" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {open && children}
    </details>
  )
}
