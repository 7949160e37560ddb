/** Numbers inside sentences: grouped thousands, a real minus sign, no more digits than are meant. */
import { spread } from '../metrics/stats'

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0, signDisplay: 'negative' })
const minus = (text: string): string => text.replace('-', '−')

/** 1234.4 → "1,234". */
export const countText = (value: number): string => minus(grouped.format(value))

/** 2.4137 → "2.41". */
export const decimalText = (value: number, digits = 2): string => minus(value.toFixed(digits))

/** A change, with its sign: −0.041 → "−4.1 %". */
export const changeText = (share: number, digits = 0): string =>
  `${share > 0 ? '+' : ''}${decimalText(100 * share, digits)} %`

const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']

/** Powers of a thousand, three significant digits: 1.8e6 bits → "225 kB". */
export function bytesOfBitsText(bits: number): string {
  const bytes = bits / 8
  const step = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3 + 1e-9))
  return `${countOrDigits(bytes / 1000 ** step)} ${BYTE_UNITS[step]}`
}

const countOrDigits = (value: number): string =>
  value >= 100 ? countText(value) : String(Number(value.toPrecision(3)))

/** Changes of each seed against the same seed of a baseline: `−4.4 % of the bits (−5.9 % to −2.9 % over 2 seeds)`. */
export function changeOfBitsText(changes: readonly number[]): string {
  const { mean, min, max, count } = spread(changes)
  const [least, most] = [changeText(min, 1), changeText(max, 1)]
  const seeds =
    count === 1 ? 'one seed' : `${least === most ? '' : `${least} to ${most} over `}${count} seeds`
  return `${changeText(mean, 1)} of the bits (${seeds})`
}

/** What stands behind a change that is no cost beyond chance. */
export const noCostText = (seeds: number, baseline: string): string =>
  seeds === 1
    ? '; one seed cannot tell a cost from chance'
    : `, no more than ${baseline} differ: no cost can be told from chance`
