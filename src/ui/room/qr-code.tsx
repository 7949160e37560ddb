/** An address as a code that phones read. Dark on white in both themes: cameras want it so. */
import { generate } from 'lean-qr'
import { useMemo } from 'react'

/** Modules of white around it, which readers need. */
const MARGIN = 2

export function QrCode({ text }: { readonly text: string }) {
  const { size, path } = useMemo(() => codeOf(text), [text])
  const side = size + 2 * MARGIN
  return (
    <svg
      className="qr-code"
      viewBox={`${-MARGIN} ${-MARGIN} ${side} ${side}`}
      role="img"
      aria-label="Code of the address by which tabs join"
      shapeRendering="crispEdges"
    >
      <rect x={-MARGIN} y={-MARGIN} width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

function codeOf(text: string): { readonly size: number; readonly path: string } {
  const code = generate(text)
  const cells = Array.from({ length: code.size }, (_, i) => i)
  const path = cells
    .flatMap((y) => cells.filter((x) => code.get(x, y)).map((x) => `M${x} ${y}h1v1h-1z`))
    .join('')
  return { size: code.size, path }
}
