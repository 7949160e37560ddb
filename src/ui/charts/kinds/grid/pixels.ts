/** Shades of a grid: values 0…1 along three colours, NaN as nothing. Pure. */

export type Rgb = readonly [red: number, green: number, blue: number]

/** `#rrggbb`. @throws RangeError for anything else. */
export function parseHex(text: string): Rgb {
  const match = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text.trim())
  if (!match) throw new RangeError(`no colour: "${text}"`)
  return [1, 2, 3].map((i) => Number.parseInt(match[i]!, 16)) as [number, number, number]
}

/** Four bytes a cell, row-major, as `ImageData` has them. */
export function gridPixels(
  values: readonly number[],
  cells: number,
  [low, middle, high]: readonly [Rgb, Rgb, Rgb],
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(cells * 4)
  for (let i = 0; i < cells; i++) {
    const value = values[i] ?? Number.NaN
    if (!Number.isFinite(value)) continue
    const place = Math.max(0, Math.min(1, value)) * 2
    const [from, to] = place < 1 ? [low, middle] : [middle, high]
    const share = place < 1 ? place : place - 1
    for (let channel = 0; channel < 3; channel++) {
      pixels[i * 4 + channel] = from[channel]! + share * (to[channel]! - from[channel]!)
    }
    pixels[i * 4 + 3] = 255
  }
  return pixels
}
