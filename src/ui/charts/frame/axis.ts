/**
 * Axes with fixed domains and explicit ticks. Domains end on 1, 2 or 5 times a power of ten, so that a chart keeps its frame
 * while its data change.
 */
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3-scale'

export interface Axis {
  readonly scale: 'log' | 'linear'
  readonly domain: readonly [number, number]
  readonly ticks: readonly number[]
  readonly label: string
  /** No numbers stand at the ticks. */
  readonly unnumbered?: boolean
}

/** d3's scale of an axis, onto 0 … 1. */
export const scaleOf = ({ scale, domain }: Axis): ScaleContinuousNumeric<number, number> =>
  (scale === 'log' ? scaleLog() : scaleLinear()).domain(domain).unknown(Number.NaN)

const ROUND = [1, 2, 5]
/** Guards against 0.30000000000000004. */
const tidy = (value: number): number => Number(value.toPrecision(12))

export function roundDown(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9)
  return tidy(decade * ROUND.findLast((digit) => digit * decade <= value * (1 + 1e-9))!)
}

export function roundUp(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9)
  return tidy(decade * (ROUND.find((digit) => digit * decade >= value * (1 - 1e-9)) ?? 10))
}

/** Ticks of a decade. Where it has few of them, a short axis takes the densest that fit. */
const DENSITIES = [[1, 2, 3, 4, 5, 6, 8], [1, 2, 5], [1, 3], [1]]
const FEW_TICKS = 4

/** @param maxTicks how many labels fit. @throws RangeError for values that no log axis can hold. */
export function logAxis(label: string, min: number, max: number, maxTicks: number): Axis {
  if (!(min > 0) || !(max > 0)) throw new RangeError(`log axis from ${min} to ${max}`)
  const low = roundDown(min)
  const high = roundUp(Math.max(max, low * 2))
  const [dense, ...usual] = DENSITIES.map((digits) => logTicks(low, high, digits))
  const candidates = usual[0]!.length < FEW_TICKS ? [dense!, ...usual] : usual
  const decades = candidates.at(-1)!
  const everyOther = decades.filter((_, i) => i % 2 === 0)
  const ticks = candidates.find((list) => list.length <= maxTicks && list.length >= 2) ?? everyOther
  return { scale: 'log', domain: [low, high], ticks, label }
}

function logTicks(low: number, high: number, digits: readonly number[]): number[] {
  const ticks: number[] = []
  for (let n = Math.floor(Math.log10(low)); n <= Math.ceil(Math.log10(high)); n++) {
    for (const digit of digits) {
      const tick = tidy(digit * 10 ** n)
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick)
    }
  }
  return ticks
}

/** Values below 0 by at most this share of a step get a little room under the first tick, not a step of their own. */
const LITTLE = 0.25

/** A value that passes a tick by at most this share of a step needs no further step: the axis ends at the value. */
const HARDLY = 0.05

/**
 * From 0, or from the last whole tick at or below `min` where that is less, to the first tick at or above `max`.
 * @param maxTicks how many steps fit between the least and the largest value.
 */
export function linearAxis(label: string, max: number, maxTicks: number, min = 0): Axis {
  if (min < 0) {
    const { ticks, domain, ...axis } = linearAxis(label, max, maxTicks)
    const little = LITTLE * ticks[1]!
    if (-min <= little) return { ...axis, ticks, domain: [-little, domain[1]] }
  }
  const low = Math.min(0, min)
  const high = Math.max(0, max)
  // Not d3's `nice`: its steps may come out shorter than asked for, and the ticks then have no room.
  const step = roundUp((high - low || 1) / Math.max(1, maxTicks))
  const first = Math.floor(low / step + 1e-9)
  const last = Math.max(first + 1, Math.ceil(high / step - HARDLY))
  const ticks = scaleLinear([first * step, last * step], []).ticks(last - first)
  return { scale: 'linear', domain: [ticks[0]!, Math.max(ticks.at(-1)!, high)], ticks, label }
}

/** Room at an end, as a share of the axis. */
const ROOM = 0.03

/** @returns the axis, widened a little at each end that a value lies on: its mark would stand half outside. */
export function withRoom(axis: Axis, min: number, max: number): Axis {
  const share = scaleOf(axis)
  const [low, high] = axis.domain
  return {
    ...axis,
    domain: [
      share(min) < ROOM / 2 ? share.invert(-ROOM) : low,
      1 - share(max) < ROOM / 2 ? share.invert(1 + ROOM) : high,
    ],
  }
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** 500, 2 k, 10 k, 1 M, 10⁹, −0.5. */
export function formatTick(value: number): string {
  if (value === 0) return '0'
  if (value < 0) return `−${formatTick(-value)}`
  const size = value
  if (size >= 1e9 || size < 1e-3) {
    const power = Math.floor(Math.log10(size) + 1e-9)
    const mantissa = tidy(value / 10 ** power)
    const digits = [...String(Math.abs(power))].map((d) => SUPERSCRIPTS[Number(d)]).join('')
    return `${mantissa === 1 ? '' : `${mantissa}·`}10${power < 0 ? '⁻' : ''}${digits}`
  }
  if (size >= 1e6) return `${tidy(value / 1e6)} M`
  if (size >= 1e3) return `${tidy(value / 1e3)} k`
  return String(tidy(value))
}
