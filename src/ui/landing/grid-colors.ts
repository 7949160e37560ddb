/** The page's colours for a canvas, which knows no variables: read anew when the theme changes. */
import type { GridColors, Rgb } from './draw-strings'

/** @param canvas carries no colour of its own: each is tried on it, so that the browser resolves it, also where colours are forced. */
export function readGridColors(canvas: HTMLCanvasElement): GridColors {
  const style = getComputedStyle(canvas)
  const resolved = (name: string): string => {
    canvas.style.color = `var(${name})`
    return style.color
  }
  const rgb = (name: string): Rgb => {
    const [red = 0, green = 0, blue = 0] = (resolved(name).match(/[\d.]+/g) ?? []).map(Number)
    return [red, green, blue]
  }
  const colors = {
    unknown: rgb('--unknown'),
    known: rgb('--known'),
    onKnown: resolved('--on-known'),
    wrong: resolved('--wrong'),
    edge: resolved('--edge'),
    ink: resolved('--ink'),
    soft: resolved('--soft'),
    font: style.getPropertyValue('--mono'),
  }
  canvas.style.color = ''
  return colors
}
