/** Numbers as people read them: grouped thousands, a real minus sign, units after a thin space that does not break. */

const THIN = '\u202f'

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

const minus = (text: string): string => text.replace('-', '−')

/** 1234.4 → "1,234". */
export const formatCount = (value: number): string => {
  const text = grouped.format(value)
  return text === '-0' ? '0' : minus(text)
}

/** At most `digits` decimals, none for large values: 2.4137 → "2.41". */
export function formatDecimal(value: number, digits = 2): string {
  const text = value.toFixed(digits)
  return minus(Number(text) === 0 ? text.replace('-', '') : text)
}

/** Any number of a record or a figure, as short as it can be read: 12,345, 2.41, 0.0312, 4.1e−7. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (Number.isInteger(value) || size >= 1000) return formatCount(value)
  if (size >= 100) return formatDecimal(value, 1)
  if (size >= 1) return formatDecimal(value)
  return minus(size >= 1e-4 ? String(Number(value.toPrecision(3))) : value.toPrecision(2))
}

/** Three significant digits with a decimal prefix: 9.13e9 → "9.13 G". */
export function formatScaled(value: number, unit: string): string {
  const prefixes = ['', 'k', 'M', 'G', 'T', 'P', 'E']
  const step =
    value > 0 ? Math.min(prefixes.length - 1, Math.max(0, Math.floor(Math.log10(value) / 3 + 1e-9))) : 0
  const scaled = value / 1000 ** step
  const digits = step === 0 || scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2
  return `${scaled.toFixed(digits)}${THIN}${prefixes[step]}${unit}`
}

/** Powers of two, as memory is counted: 1.5 GiB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  const step = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10)) : 0
  const scaled = bytes / 1024 ** step
  return `${scaled.toFixed(scaled >= 100 || step === 0 ? 0 : 1)}${THIN}${units[step]}`
}

/** Two units at most: "8 s", "3 min 20 s", "2 h 5 min", without a line break inside. */
export function formatSeconds(seconds: number): string {
  return durationText(seconds).replaceAll(' ', '\u00a0')
}

function durationText(seconds: number): string {
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

/** Numbers stay with their unit, names of settings with their number, a logarithm with what it is of: "100 %", "l 26", "log n". */
export const unbroken = (text: string): string =>
  text
    .replace(/(\d) (%|[kMG]?B\b)/g, '$1\u00a0$2')
    .replace(/(^|[\s(])([A-Za-z]) (?=\d)/g, '$1$2\u00a0')
    .replace(/\b(log₂|log) (?=[A-Za-z]\b)/g, '$1\u00a0')

/** 0.0413 → "4 %". */
export const formatPercent = (share: number): string => `${formatCount(share * 100)}${THIN}%`

/** "1 run", "18 runs". */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`

/** "1,947–2,036", or one number where both ends read the same. */
export function formatRange(min: number, max: number, format: (value: number) => string): string {
  const low = format(min)
  const high = format(max)
  if (low === high) return low
  return low.startsWith('−') || high.startsWith('−') ? `${low} … ${high}` : `${low}–${high}`
}
