/** A canvas with strings on it, in the size of its box and as sharp as the screen. */
import { useComputedColorScheme } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useLayoutEffect, useRef, useState } from 'react'
import { type DrawnStrings, drawStrings, type GridColors } from './draw-strings'
import { readGridColors } from './grid-colors'
import { gridLayout } from './grid-layout'

export interface Size {
  readonly width: number
  readonly height: number
}

type StringsCanvasProps = Pick<DrawnStrings, 'strings' | 'known' | 'isLegible' | 'corner'> & {
  readonly size: Size
}

export function StringsCanvas({ strings, known, isLegible, corner, size }: StringsCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const colors = useGridColors(canvas)
  const { width, height } = size
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!canvas.current || !context || !colors || width === 0) return
    const sharpness = window.devicePixelRatio || 1
    const [wide, high] = [Math.round(width * sharpness), Math.round(height * sharpness)]
    // A canvas that is given a size is emptied and allocated anew.
    if (canvas.current.width !== wide) canvas.current.width = wide
    if (canvas.current.height !== high) canvas.current.height = high
    context.setTransform(sharpness, 0, 0, sharpness, 0, 0)
    context.clearRect(0, 0, width, height)
    const layout = gridLayout(strings.count, strings.seqLen, width, height)
    drawStrings(context, { strings, known, layout, isLegible, corner }, colors)
  }, [strings, known, isLegible, corner, width, height, colors])
  return <canvas ref={canvas} className="strings-canvas" aria-hidden="true" />
}

/** Read when the theme, the forced colours or the fonts have changed. */
function useGridColors(canvas: { readonly current: HTMLCanvasElement | null }): GridColors | undefined {
  const scheme = useComputedColorScheme('light')
  const forced = useMediaQuery('(forced-colors: active)')
  const [fonts, setFonts] = useState(0)
  const [colors, setColors] = useState<GridColors>()
  useLayoutEffect(() => {
    let isThere = true
    const font = canvas.current && getComputedStyle(canvas.current).getPropertyValue('--mono')
    // Canvases load no fonts by themselves; one that does not come is no reason to draw nothing.
    document.fonts
      ?.load(`600 16px ${font}`)
      .then(() => isThere && setFonts(1))
      .catch(() => undefined)
    return () => {
      isThere = false
    }
  }, [canvas])
  // biome-ignore lint/correctness/useExhaustiveDependencies: they say when the colours have changed
  useLayoutEffect(() => {
    if (canvas.current) setColors(readGridColors(canvas.current))
  }, [canvas, scheme, forced, fonts])
  return colors
}
