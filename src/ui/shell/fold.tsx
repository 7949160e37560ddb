/** A part of the page that is folded away until somebody asks for it. */
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'

interface FoldProps {
  readonly title: string
  /** Opens it: something in it has to be seen. It can be closed again. */
  readonly wanted?: boolean
  /** Whether what is in it is made only when it is first opened. */
  readonly lazy?: boolean
  readonly children: ReactNode
}

export function Fold({ title, wanted = false, lazy = false, children }: FoldProps) {
  const [wasOpen, setWasOpen] = useState(!lazy)
  const details = useRef<HTMLDetailsElement>(null)
  const id = useId()
  useEffect(() => {
    if (wanted && details.current) details.current.open = true
  }, [wanted])
  return (
    <details className="fold" ref={details} onToggle={() => setWasOpen(true)}>
      <summary>
        <h2 id={id}>{title}</h2>
      </summary>
      <section className="fold-content" aria-labelledby={id}>
        {wasOpen && children}
      </section>
    </details>
  )
}
