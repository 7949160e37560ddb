/** The lab as its visitors meet it: buttons, numbers, tables, files. Nothing here knows how the page is built. */
import { readFile } from 'node:fs/promises'
import { expect, type Locator, type Page } from '@playwright/test'
import type { TrialRecord } from '../src/core/results/result'

/** One row of a table, by column. */
export type Row = Readonly<Record<string, string>>

export const TABLES = {
  runs: 'Table: memorised bits of every run',
  models: 'Table: capacity of every model',
  losses: 'Table: train and test loss',
} as const

export const CHARTS = [
  'Memorised bits against data',
  'Capacity against parameters',
  'Loss against data / capacity',
] as const

export type ChartTitle = (typeof CHARTS)[number]

const DEVICE_TIMEOUT_MS = 60_000

export class LabPage {
  readonly runBar: Locator
  readonly progressBar: Locator
  readonly badge: Locator
  readonly backendPanel: Locator
  readonly backendChoice: Locator
  /** Whose results are on show, and how many. */
  readonly source: Locator
  readonly sanity: Locator

  constructor(readonly page: Page) {
    this.runBar = page.getByRole('region', { name: 'Run', exact: true })
    this.progressBar = this.runBar.getByRole('progressbar', { name: 'Progress of the sweep' })
    this.badge = page.getByRole('button', { name: /^Backend: / })
    this.backendPanel = page.getByRole('region', { name: 'Backend', exact: true })
    this.backendChoice = page.getByLabel('Use backend')
    this.source = page.locator('main p').filter({ hasText: /^(Recorded|This browser|Imported)/ })
    this.sanity = page.getByRole('region', { name: 'Sanity check' })
  }

  /** Opens the page anew, also where only the hash differs. */
  async open(hash = '#capacity'): Promise<void> {
    if (this.page.url() !== 'about:blank') await this.page.goto('about:blank')
    await this.page.goto(`/${hash}`)
  }

  /** Waits until the device was measured. */
  async deviceReady(): Promise<void> {
    await expect(this.badge).not.toContainText('measuring', { timeout: DEVICE_TIMEOUT_MS })
  }

  async chooseBackend(label: string): Promise<void> {
    if (!(await this.backendPanel.isVisible())) await this.badge.click()
    await this.backendChoice.selectOption(label)
  }

  async closeBackendPanel(): Promise<void> {
    await this.page.keyboard.press('Escape')
    await expect(this.backendPanel).toBeHidden()
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** Presses Run, and again where the run takes so long that it asks. */
  async start(): Promise<void> {
    await this.button('Run').click()
    const answer = this.runBar.getByRole('button', { name: /here: start$/ })
    await expect(answer.or(this.button('Pause'))).toBeVisible()
    if (await answer.isVisible()) await answer.click()
  }

  /** A notice above the lab, by its title. */
  notice(title: string | RegExp): Locator {
    return this.page.getByRole('region', { name: title })
  }

  /** Unfolds a part of the page: `Settings`, `The plan`. */
  async unfold(title: string): Promise<Locator> {
    const fold = this.page
      .locator('details')
      .filter({ has: this.page.locator('summary').getByRole('heading', { name: title, exact: true }) })
    if (!(await fold.evaluate((details) => (details as HTMLDetailsElement).open)))
      await fold.locator('summary').first().click()
    return this.page.getByRole('region', { name: title, exact: true })
  }

  /** Opens what can be taken along or brought in, where it is not open. */
  async openShare(): Promise<void> {
    const share = this.button('Share')
    if ((await share.getAttribute('aria-expanded')) === 'false') await share.click()
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true })
  }

  preset(label: string): Locator {
    return this.page.getByRole('radio', { name: label, exact: true })
  }

  /** What an experiment asks: its page's heading. */
  question(text: string): Locator {
    return this.page.getByRole('heading', { level: 1, name: text, exact: true })
  }

  async setField(label: string, value: string): Promise<void> {
    await this.unfold('Settings')
    await this.field(label).fill(value)
    await this.field(label).blur()
  }

  /** A figure of the running sweep: `Step`, `Runs finished`, … */
  stat(name: string): Locator {
    return this.page
      .locator('.run-stats > div')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .locator('dd')
  }

  /** The first number of a figure: 120 of "120 of 300". */
  async statValue(name: string): Promise<number> {
    return numberIn((await this.stat(name).textContent()) ?? '')
  }

  async expectFinished(timeout: number): Promise<void> {
    await expect(this.runBar.getByText(/^Finished in /)).toBeVisible({ timeout })
  }

  chart(title: ChartTitle): Locator {
    return this.page.getByRole('figure', { name: title })
  }

  /** What a chart says of its first point (`ArrowRight`) or its last (`ArrowLeft`) to somebody who reads it with the keys. */
  async readPoint(title: ChartTitle, key: 'ArrowRight' | 'ArrowLeft'): Promise<string> {
    const drawing = this.chart(title).getByRole('group', { name: /^Chart: / })
    await drawing.blur()
    await drawing.focus()
    await drawing.press(key)
    const spoken = drawing.locator('[aria-live="polite"]')
    await expect(spoken).not.toBeEmpty()
    return spoken.innerText()
  }

  async openTable(summary: string): Promise<Locator> {
    if (summary.startsWith('Table: all ')) await this.unfold('Data and provenance')
    const details = this.page
      .locator('details.disclosure')
      .filter({ has: this.page.getByText(summary, { exact: true }) })
    const table = details.getByRole('table')
    if (!(await table.isVisible())) await details.getByText(summary, { exact: true }).click()
    await expect(table).toBeVisible()
    return table
  }

  /** All rows of a table; a cell that spans rows counts in each of them. */
  async readTable(summary: string): Promise<Row[]> {
    const table = await this.openTable(summary)
    return table.evaluate((element) => {
      const text = (cell: Element) => (cell.textContent ?? '').trim()
      const columns = [...element.querySelectorAll('thead th')].map(text)
      const spans = columns.map(() => ({ left: 0, text: '' }))
      return [...element.querySelectorAll('tbody tr')].map((row) => {
        const cells = [...row.children] as HTMLTableCellElement[]
        return Object.fromEntries(
          columns.map((column, i) => {
            const span = spans[i]!
            if (span.left > 0) span.left--
            else {
              const cell = cells.shift()
              spans[i] = { left: (cell?.rowSpan ?? 1) - 1, text: cell ? text(cell) : '' }
            }
            return [column, spans[i]!.text]
          }),
        )
      })
    })
  }

  async download(button: Locator): Promise<{ name: string; bytes: Buffer }> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), button.click()])
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
  }

  /** The records of the runs on show, as the page exports them. */
  async records(): Promise<TrialRecord[]> {
    await this.openShare()
    const { bytes } = await this.download(this.button('Download JSON'))
    await this.page.keyboard.press('Escape')
    const rows: TrialRecord[] = JSON.parse(bytes.toString('utf8'))
    return rows
  }

  /** What an element said in the time given, each text once: one text means that it stood still. */
  textsDuring(locator: Locator, ms: number): Promise<string[]> {
    return locator.evaluate(
      (element, duration) =>
        new Promise<string[]>((resolve) => {
          const texts = new Set([element.textContent ?? ''])
          const observer = new MutationObserver(() => texts.add(element.textContent ?? ''))
          observer.observe(element, { childList: true, characterData: true, subtree: true })
          setTimeout(() => {
            observer.disconnect()
            resolve([...texts])
          }, duration)
        }),
      ms,
    )
  }
}

/** A row's cell, by the start of its column's name. */
export function cell(row: Row | undefined, column: string): string {
  const name = Object.keys(row ?? {}).find((key) => key.startsWith(column))
  if (!row || name === undefined) throw new Error(`no column "${column}" in ${JSON.stringify(row)}`)
  return row[name]!
}

/** The first number in a text of the page: grouped thousands, a real minus sign. */
export function numberIn(text: string): number {
  const match = /[−-]?\d[\d,]*(\.\d+)?/.exec(text)
  if (!match) throw new Error(`no number in "${text}"`)
  return Number(match[0].replaceAll(',', '').replace('−', '-'))
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
