/** A part of the page that is folded away until somebody asks for it. */
import { type ReactNode, useEffect, useId, useRef } from 'react'

interface FoldProps {
  readonly title: string
  /** Opens it: something in it has to be seen. It can be closed again. */
  readonly wanted?: boolean
  readonly children: ReactNode
}

export function Fold({ title, wanted = false, children }: FoldProps) {
  const details = useRef<HTMLDetailsElement>(null)
  const id = useId()
  useEffect(() => {
    if (wanted && details.current) details.current.open = true
  }, [wanted])
  return (
    <details className="fold" ref={details}>
      <summary>
        <h2 id={id}>{title}</h2>
      </summary>
      <section className="fold-content" aria-labelledby={id}>
        {children}
      </section>
    </details>
  )
}
