/**
 * What the page's own thread has to do, in processor time: unlike the wall time of a "long task" it does not grow when other
 * programs want the processor too, so it can be held against a bound on a busy machine.
 */
import type { Page } from '@playwright/test'

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Start and length on the wall clock, µs. */
  readonly ts: number
  readonly dur?: number
  /** Processor time of the thread, µs. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

export interface MainThreadTask {
  /** Processor time. */
  readonly ms: number
  /** What took it: the parts that were traced, the longest first. */
  readonly parts: string
}

/** Tasks that are longer than the page may take while a model trains. */
export const longTasks = (tasks: readonly MainThreadTask[]): readonly MainThreadTask[] =>
  tasks.filter(({ ms }) => ms > 50)

/**
 * Every task on the page's thread until the sweep has finished, the longest first. Looked for by one small function in the page:
 * Playwright's own locators, and the recorder of its traces, take 30 to 70 ms of that thread whenever they look at the page.
 */
export async function tasksUntilFinished(page: Page, timeout: number): Promise<MainThreadTask[]> {
  const browser = page.context().browser()
  if (!browser) throw new Error('no browser to trace')
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'],
  })
  await page.waitForFunction(
    () => document.querySelector('.run-state')?.textContent?.startsWith('Finished in '),
    undefined,
    { polling: 250, timeout },
  )
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse(String(await browser.stopTracing()))
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const pageThreads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(threadOf),
  )
  const spans = traceEvents.filter((event) => event.ph === 'X' && pageThreads.has(threadOf(event)))
  return spans
    .filter(({ name }) => name === 'RunTask')
    .map((task) => ({ ms: processorMs(task), parts: partsOf(task, spans) }))
    .sort((a, b) => b.ms - a.ms)
}

const processorMs = ({ tdur = 0 }: TraceEvent): number => tdur / 1000

/** Parts of less than this, in milliseconds, are not told. */
const SMALLEST_PART_MS = 5

function partsOf(task: TraceEvent, spans: readonly TraceEvent[]): string {
  const end = task.ts + (task.dur ?? 0)
  if (processorMs(task) < SMALLEST_PART_MS) return ''
  return spans
    .filter(
      (span) =>
        span !== task &&
        span.pid === task.pid &&
        span.tid === task.tid &&
        span.ts >= task.ts &&
        span.ts < end,
    )
    .filter((span) => processorMs(span) >= SMALLEST_PART_MS)
    .sort((a, b) => processorMs(b) - processorMs(a))
    .map((span) => `${span.name} ${processorMs(span).toFixed(0)} ms`)
    .join(', ')
}
