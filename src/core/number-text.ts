/** Numbers inside sentences: grouped thousands, a real minus sign, no more digits than are meant. */

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
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
