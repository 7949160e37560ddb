/** One pixel a cell, scaled up without smoothing: 256 × 64 cells cost no more than a few texts. */
import { useComputedColorScheme } from '@mantine/core'
import { useLayoutEffect, useRef } from 'react'
import type { GridFigure } from '@/core/figures/figure'
import type { GridLayout } from './layout'
import { gridPixels, parseHex } from './pixels'

export function GridCanvas({ figure, layout }: { figure: GridFigure; layout: GridLayout }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scheme = useComputedColorScheme('light')
  const { rows, columns } = layout
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are the scheme's, and a new size empties the canvas
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!canvas.current || !context) return
    const style = getComputedStyle(canvas.current)
    const stop = (i: number) => parseHex(style.getPropertyValue(`--grid-${i}`))
    const pixels = gridPixels(figure.values, rows * columns, [stop(0), stop(1), stop(2)])
    context.putImageData(new ImageData(pixels, columns, rows), 0, 0)
  }, [figure, rows, columns, scheme])
  return (
    <canvas
      ref={canvas}
      className="grid-canvas"
      width={columns}
      height={rows}
      style={{ left: layout.left, top: layout.top, width: layout.width, height: layout.height }}
      aria-hidden="true"
    />
  )
}
