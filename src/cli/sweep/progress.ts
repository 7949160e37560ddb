/** Progress on stderr: one line that is redrawn on a terminal, else a plain line now and then. */
import type { SweepProgress } from '@/runtime/protocol'
import { printable } from '../cli-error'

export interface ProgressOutput {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export interface ProgressDisplay {
  update(progress: SweepProgress): void
  /** @param share of the work that is done. @param text beside the bar. */
  show(share: number, text: string): void
  /** Prints a line that stays, above the bar. */
  line(text: string): void
  /** Takes the bar off the terminal. */
  end(): void
}

export const SILENT: ProgressDisplay = {
  update: () => undefined,
  show: () => undefined,
  line: () => undefined,
  end: () => undefined,
}

const REDRAW_MS = 100
const PLAIN_LINE_MS = 30_000
const BAR_CELLS = 24

/** @param now a monotonic clock, milliseconds. @param part of a sweep, as in "shard 3/16": before the numbers. */
export function createProgress(output: ProgressOutput, now: () => number, part = ''): ProgressDisplay {
  const terminal = output.isTTY === true
  let shown = ''
  let drawnAt = Number.NEGATIVE_INFINITY
  const textOf = (progress: SweepProgress) =>
    part === '' ? progressText(progress) : `${part}  ${progressText(progress)}`
  const erase = () => {
    if (shown !== '') output.write(`\r${' '.repeat(shown.length)}\r`)
    shown = ''
  }
  const show = (share: number, text: string) => {
    const due = now() - drawnAt >= (terminal ? REDRAW_MS : PLAIN_LINE_MS)
    if (!due) return
    drawnAt = now()
    if (!terminal) {
      output.write(`${text}\n`)
      return
    }
    // A line that wraps could not be taken back.
    const line = `${bar(share)} ${text}`.slice(0, (output.columns ?? 80) - 1)
    output.write(`\r${line.padEnd(shown.length)}`)
    shown = line
  }
  return {
    update: (progress) => show(progress.workDone, textOf(progress)),
    show,
    line(text) {
      erase()
      output.write(`${printable(text)}\n`)
      drawnAt = Number.NEGATIVE_INFINITY
    },
    end: erase,
  }
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR_CELLS)
  return `[${'#'.repeat(full)}${'·'.repeat(BAR_CELLS - full)}]`
}

export function progressText(progress: SweepProgress): string {
  const { trialsFinished, trialsTotal, population, populations, step, steps } = progress
  return [
    `${Math.floor(progress.workDone * 100)} %`,
    `trials ${trialsFinished}/${trialsTotal}`,
    `population ${population}/${populations} step ${step}/${steps}`,
    `${compact(progress.stepsPerSecond)} steps/s`,
    `${compact(progress.tokensPerSecond)} tokens/s`,
    `${duration(progress.remainingSeconds)} left`,
  ].join('  ')
}

/** 1234 → 1.2 k. */
function compact(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const units = ['', ' k', ' M', ' G']
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)))
  return `${Number((value / 1000 ** power).toPrecision(3))}${units[power]}`
}

/** 3725 → 1 h 02 min. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–'
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}
