/**
 * How long a visitor of the landing page waits, in a real Chromium on this machine: until something changes after a press, until the whole
 * answer is there, what processor time the page and its worker take for it, and how much of the page moves of itself meanwhile. Prints;
 * nothing is asserted.
 */
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { median } from 'simple-statistics'
import { HOW_TO_GET_CHROMIUM } from '@/cli/chromium/ensure-chromium'
import { findChromium } from '@/cli/chromium/find-chromium'
import { QUIET_FLAGS } from '@/cli/chromium/flags'
import { servePage } from '@/cli/hosts/page-server'
import { table } from './table'

const VISITS = 5
/** What is pressed on a visit: five times twice as many strings, then twice a larger model. */
const PRESSES = 7

export interface PageTimes {
  /** "64 strings of 8 symbols, 1,216 numbers". */
  readonly what: string
  /** Until the first frame that shows a change, ms. */
  readonly firstChangeMs: number
  /** Until the answer is there, ms. */
  readonly answerMs: number
  /** Processor time of the page's process until then, worker and drawing included, ms: what one core would take. */
  readonly processorMs: number
}

export interface PageReport {
  readonly visits: number
  /** Medians over visits. */
  readonly times: readonly PageTimes[]
  /** Sum of the layout shifts of a whole visit, the most of all visits. */
  readonly layoutShift: number
}

/** @param root the repository, whose page is built. @throws Error where there is no Chromium. */
export async function measurePage(root: string): Promise<PageReport> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error(HOW_TO_GET_CHROMIUM)
  const server = await servePage(join(root, 'dist/page'))
  const browser = await chromium.launch({ executablePath, args: [...QUIET_FLAGS] })
  try {
    const visits: Visit[] = []
    for (let i = 0; i < VISITS; i++) visits.push(await visit(browser, `${server.address}index.html`))
    const times = visits[0]!.times.map(({ what }, press) => ({
      what,
      firstChangeMs: median(visits.map((own) => own.times[press]!.firstChangeMs)),
      answerMs: median(visits.map((own) => own.times[press]!.answerMs)),
      processorMs: median(visits.map((own) => own.times[press]!.processorMs)),
    }))
    return { visits: VISITS, times, layoutShift: Math.max(...visits.map((own) => own.shift)) }
  } finally {
    await browser.close()
    await server.close()
  }
}

interface Visit {
  readonly times: readonly PageTimes[]
  readonly shift: number
}

async function visit(browser: Browser, address: string): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block',
  })
  try {
    const page = await context.newPage()
    await page.addInitScript(() => {
      const shifts: number[] = []
      Object.assign(globalThis, { shifts })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          if ('value' in entry && typeof entry.value === 'number') shifts.push(entry.value)
      }).observe({ type: 'layout-shift', buffered: true })
    })
    const processes = await browser.newBrowserCDPSession()
    const processorMs = async () => {
      const { processInfo } = await processes.send('SystemInfo.getProcessInfo')
      return processInfo.reduce(
        (sum, { type, cpuTime }) => sum + (type === 'renderer' ? 1000 * cpuTime : 0),
        0,
      )
    }
    const measured = async (wait: () => ReturnType<typeof watch>) => {
      const before = await processorMs()
      const waited = await wait()
      return { ...waited, processorMs: (await processorMs()) - before }
    }
    const opened = await measured(async () => {
      await page.goto(address)
      return watch(page, false)
    })
    const times: PageTimes[] = [{ what: `opened: ${await describe(page)}`, ...opened }]
    for (let i = 0; i < PRESSES; i++) {
      const waited = await measured(() => watch(page, true))
      times.push({ what: await describe(page), ...waited })
    }
    const shift = await page.evaluate(() => {
      const shifts: unknown = Reflect.get(globalThis, 'shifts')
      return Array.isArray(shifts)
        ? shifts.reduce((sum: number, value: number) => sum + value, 0)
        : Number.NaN
    })
    return { times, shift }
  } finally {
    await context.close()
  }
}

/** Times from the press of the button; without one, from the start of the page. Text, as Node's types know no document. */
const watch = (page: Page, presses: boolean): Promise<Pick<PageTimes, 'firstChangeMs' | 'answerMs'>> =>
  page.evaluate(`new Promise((resolve) => {
    const text = (selector) => document.querySelector(selector)?.textContent ?? ''
    const look = () => text('h1') + text('.strings-head h2') + text('p.play-answer')
    const before = ${presses} ? look() : ''
    const start = ${presses} ? performance.now() : 0
    if (${presses}) document.querySelector('.go-on').click()
    const passed = () => performance.now() - start
    const change = () => {
      if (look() === before) requestAnimationFrame(change)
      else answer(passed())
    }
    // Not at every frame: a page that draws nothing new would be made to, and its processor time would be that of the measurement.
    const answer = (firstChangeMs) => {
      if (text('[role="status"]') === '') setTimeout(answer, 8, firstChangeMs)
      else resolve({ firstChangeMs, answerMs: passed() })
    }
    requestAnimationFrame(change)
  })`)

const describe = async (page: Page): Promise<string> => {
  const strings = await page.locator('.strings-head h2').innerText()
  const numbers = await page.locator('h1 strong').innerText()
  return `${strings}, ${numbers}`
}

export function pageText({ visits, times, layoutShift }: PageReport): string {
  const ms = (value: number) => `${Math.round(value)} ms`
  const rows = times.map(({ what, firstChangeMs, answerMs, processorMs }) => [
    what,
    ms(firstChangeMs),
    ms(answerMs),
    ms(processorMs),
  ])
  return [
    table(['landing page', 'first change', 'answer', 'processor'], rows),
    `Medians of ${visits} visits at 1440 × 900; layout shift of a whole visit at most ${layoutShift.toFixed(3)}.`,
  ].join('\n')
}
