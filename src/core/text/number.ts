/** The one module that writes numbers as people read them: grouped thousands, a real minus sign, no more digits than are meant. */
import { type Effect, halfWidthOf } from '../metrics/effect'
import { spread } from '../metrics/stats'

/** Locale of every number on the page and in files for people. Data files keep JavaScript's own notation. */
const LOCALE = 'en'

/** Narrow space that does not break, between a number and its unit. */
const THIN = '\u202f'

let grouped: Intl.NumberFormat | undefined

/** A hyphen becomes a minus sign; a zero has none. */
const withMinus = (text: string): string => text.replace('-', Number(text) === 0 ? '' : '−')

/** 1234.4 → "1,234". */
export function countText(value: number): string {
  // Made when the first number is written: it takes 10 ms, also on threads that write none.
  grouped ??= new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 })
  return withMinus(grouped.format(value))
}

/** Exactly `digits` decimals: 2.4137 → "2.41". */
export const decimalText = (value: number, digits = 2): string => withMinus(value.toFixed(digits))

/** A number in as few digits as a reader needs, three significant ones where it is small: 12,345, 2.41, 0.0312, 4.1e−7. */
export function valueText(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (Number.isInteger(value) || size >= 1000) return countText(value)
  if (size >= 100) return decimalText(value, 1)
  if (size >= 1) return decimalText(value)
  return withMinus(size >= 1e-4 ? String(Number(value.toPrecision(3))) : value.toPrecision(2))
}

/** A change, with its sign: −0.041 → "−4.1 %". */
export const changeText = (share: number, digits = 0): string =>
  `${share > 0 ? '+' : ''}${decimalText(100 * share, digits)} %`

/** The factor that a natural logarithm stands for: ln 2 → "2.00". */
export const factorText = (logarithm: number, digits = 2): string => decimalText(Math.exp(logarithm), digits)

/** A share: 0.0413 → "4 %". */
export const percentText = (share: number): string => `${countText(100 * share)}${THIN}%`

/** "1 run", "18 runs". */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${countText(count)} ${count === 1 ? one : many}`

/** Appended to a sentence that is about fewer seeds than were run: " Without 1 seed that did not get so far."; else empty. */
export const leftOutText = (seeds: number): string =>
  seeds === 0 ? '' : ` Without ${plural(seeds, 'seed')} that did not get so far.`

/** "1,947–2,036", or one number where both ends read the same. */
export function rangeText(min: number, max: number, format: (value: number) => string): string {
  const [low, high] = [format(min), format(max)]
  if (low === high) return low
  return low.startsWith('−') || high.startsWith('−') ? `${low} … ${high}` : `${low}–${high}`
}

/** a, b and c. */
export const listText = (parts: readonly string[]): string =>
  [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(' and ')

/** Three significant digits with a decimal prefix: 9.13e9 → "9.13 G". */
export function scaledText(value: number, unit: string): string {
  const prefixes = ['', 'k', 'M', 'G', 'T', 'P', 'E']
  const step =
    value > 0 ? Math.min(prefixes.length - 1, Math.max(0, Math.floor(Math.log10(value) / 3 + 1e-9))) : 0
  const scaled = value / 1000 ** step
  const digits = step === 0 || scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2
  return `${scaled.toFixed(digits)}${THIN}${prefixes[step]}${unit}`
}

/** Powers of two, as memory is counted: "1.5 GiB". */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  const step = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10)) : 0
  const scaled = bytes / 1024 ** step
  return `${scaled.toFixed(scaled >= 100 || step === 0 ? 0 : 1)}${THIN}${units[step]}`
}

const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']

/** Bits as bytes, in powers of a thousand, as the press counts: 1.8e6 bits → "225 kB". */
export function bytesOfBitsText(bits: number): string {
  const bytes = bits / 8
  const step = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3 + 1e-9))
  const scaled = bytes / 1000 ** step
  const text = scaled >= 100 ? countText(scaled) : String(Number(scaled.toPrecision(3)))
  return `${text} ${BYTE_UNITS[step]}`
}

/** Two units at most, without a line break inside: "8 s", "3 min 20 s", "2 h 5 min". */
export const durationText = (seconds: number): string => duration(seconds).replaceAll(' ', '\u00a0')

function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–'
  if (seconds < 1) return 'under 1 s'
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 600) return `${Math.floor(whole / 60)} min${whole % 60 > 0 ? ` ${whole % 60} s` : ''}`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48
    ? `${hours} h${minutes % 60 > 0 ? ` ${minutes % 60} min` : ''}`
    : `${Math.round(hours / 24)} days`
}

/** One unit, for an estimate: "20 s", "3 min", "1 h", "2 days"; less than a second counts as one. */
export function roughDurationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–'
  const units = [
    { unit: 's', size: 1, below: 100 },
    { unit: 'min', size: 60, below: 90 },
    { unit: 'h', size: 3600, below: 48 },
    { unit: 'days', size: 86_400, below: Number.POSITIVE_INFINITY },
  ]
  const { unit, size } = units.find(({ size, below }) => Math.round(seconds / size) < below)!
  return `${countText(Math.max(1, seconds / size))}\u00a0${unit}`
}

/** A date and time as people read them: "Nov 22, 2026, 3:04 PM". */
export const dateText = (date: Date): string =>
  date.toLocaleString(LOCALE, { dateStyle: 'medium', timeStyle: 'short' })

/** Mean over seeds: `2.41 (one seed)`, or, with a unit, `2.41 bits (2.37 to 2.45 over 3 seeds)`. */
export function meanText(values: readonly number[], digits = 2, unit = ''): string {
  const { mean, min, max, count } = spread(values)
  const text = (value: number) => decimalText(value, digits)
  const seeds = count === 1 ? 'one seed' : `${count} seeds`
  const range = count === 1 || text(min) === text(max) ? seeds : `${text(min)} to ${text(max)} over ${seeds}`
  return `${text(mean)}${unit && ` ${unit}`} (${range})`
}

/**
 * An effect with its interval: `−3.4 % (95 %: −5.1 % to −1.7 %, 4 seeds)`; `95 % over 6 comparisons` where it was picked from so many.
 * @param format of the mean and of both ends. @param unit behind the mean alone: `1.3 bits (95 %: 0.8 to 1.8, 4 seeds)`.
 */
export function effectText(effect: Effect, format: (value: number) => string, unit = ''): string {
  const halfWidth = halfWidthOf(effect)
  const interval =
    halfWidth === undefined
      ? 'one seed'
      : `95 %${effect.comparisons > 1 ? ` over ${effect.comparisons} comparisons` : ''}: ${format(effect.mean - halfWidth)} to ${format(effect.mean + halfWidth)}, ${effect.seeds} seeds`
  return `${format(effect.mean)}${unit && ` ${unit}`} (${interval})`
}

/**
 * Appended to a statement that its seeds leave undecided: " Too few seeds to tell; about 7 should be enough."; else empty.
 * @param what they do not tell: `whether that is a cost`.
 */
export const tooFewSeedsText = (
  { verdict, seedsNeeded }: { readonly verdict: string; readonly seedsNeeded: number | undefined },
  what = '',
): string =>
  verdict === 'not told apart'
    ? ` Too few seeds to tell${what && ` ${what}`}${seedsNeeded === undefined ? '' : `; about ${seedsNeeded} should be enough`}.`
    : ''

/** Numbers stay with their unit, names of settings with their number, a logarithm with what it is of: "100 %", "l 26", "log n". */
export const unbroken = (text: string): string =>
  text
    .replace(/(\d) (%|[kMG]?B\b)/g, '$1\u00a0$2')
    .replace(/(\d)–(?=\d)/g, '$1\u2060–\u2060')
    .replace(/(^|[\s(])([A-Za-z]) (?=\d)/g, '$1$2\u00a0')
    .replace(/\b(log₂|log) (?=[A-Za-z]\b)/g, '$1\u00a0')
