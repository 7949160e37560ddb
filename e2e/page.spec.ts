/** An experiment's page for whoever reads, listens, touches, or has colours of their own: what stands where, and that nothing jumps. */
import { expect, type Page } from '@playwright/test'
import { test } from './lab-test'

const TINY = '#capacity?v=1&preset=tiny'
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
] as const

declare const layoutShifts: { readonly time: number; readonly value: number }[]

/** Runs in the page: notes what moves without having been asked to. */
function observeShifts(): void {
  const shifts: { time: number; value: number }[] = []
  Object.assign(window, { layoutShifts: shifts })
  type Shift = PerformanceEntry & { readonly value: number; readonly hadRecentInput: boolean }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as Shift[])
      if (!entry.hadRecentInput) shifts.push({ time: entry.startTime, value: entry.value })
  }).observe({ type: 'layout-shift', buffered: true })
}

/** Cumulative layout shift as web.dev defines it: the worst window of at most five seconds, with gaps of less than one. */
const worstShift = (page: Page): Promise<number> =>
  page.evaluate(() => {
    let [worst, sum, first, last] = [0, 0, 0, Number.NEGATIVE_INFINITY]
    for (const { time, value } of layoutShifts) {
      if (time - last >= 1000 || time - first >= 5000) [sum, first] = [0, time]
      sum += value
      last = time
      worst = Math.max(worst, sum)
    }
    return worst
  })

for (const size of SIZES) {
  test(`question, figure and Run are in the first screen, and nothing jumps (${size.width}×${size.height})`, async ({
    lab,
  }) => {
    const { page } = lab
    await page.setViewportSize(size)
    await page.addInitScript(observeShifts)
    await lab.open(TINY)
    await lab.deviceReady()
    await expect(page.getByRole('heading', { level: 1 })).toBeInViewport({ ratio: 1 })
    const drawing = lab.chart('Memorised bits against data').getByRole('group', { name: /^Chart: / })
    await expect(drawing).toBeInViewport({ ratio: 0.95 })
    await expect(lab.button('Run')).toBeInViewport({ ratio: 1 })
    await lab.button('Run').click()
    await expect(lab.button('Pause')).toBeInViewport({ ratio: 1 })
    await lab.expectFinished(120_000)
    await expect(lab.button('Run again with new strings')).toBeInViewport({ ratio: 1 })
    const shift = await worstShift(page)
    console.log(`  layout shift ${shift.toFixed(4)}`)
    expect(shift).toBeLessThan(0.02)
  })
}

test('a new run is drawn over the recorded one, on its axes, with the focus on Run and one voice', async ({
  lab,
}) => {
  const { page } = lab
  await lab.open(TINY)
  await lab.deviceReady()
  const figure = lab.chart('Memorised bits against data')
  await expect(figure).toContainText('recorded earlier; Run repeats it here')
  const ticks = () => figure.locator('.recharts-cartesian-axis-tick-value').allTextContents()
  const before = await ticks()
  expect(before.length).toBeGreaterThan(6)

  const heard = await page.evaluateHandle(() => {
    const said: string[] = []
    const titles: string[] = []
    const region = document.querySelector('main > [role="status"]')
    new MutationObserver(() => said.push(region?.textContent ?? '')).observe(region!, {
      childList: true,
      characterData: true,
      subtree: true,
    })
    new MutationObserver(() => titles.push(document.title)).observe(document.querySelector('title')!, {
      childList: true,
    })
    return { said, titles }
  })
  await lab.button('Run').focus()
  await page.keyboard.press('Enter')
  // First what is there only while it trains, which may be two seconds.
  await expect(lab.button('Pause')).toBeFocused()
  await expect(figure.locator('.chart-legend')).toHaveText('recorded earlier')
  expect(await ticks()).toEqual(before)
  await lab.expectFinished(120_000)
  await expect(lab.button('Run again with new strings')).toBeFocused()
  expect(await ticks()).toEqual(before)
  await expect(figure.locator('path[stroke="var(--chart-earlier)"]')).toHaveCount(1)
  await expect(figure.locator('text', { hasText: /^(perhaps )?full: [\d,]+ bits$/ })).toBeVisible()

  const { said, titles } = await heard.jsonValue()
  expect(said[0]).toMatch(/^Started: about /)
  expect(said.at(-1)).toMatch(/^Finished in .+\. .+/)
  expect(said.length, 'start, quarters and the end').toBeLessThan(10)
  expect(titles.some((title) => /^\d+ % · Plateau$/.test(title))).toBe(true)
  await expect(page).toHaveTitle('The capacity plateau · Plateau')

  // Other strings: the run before stays under the new one.
  await page.keyboard.press('Enter')
  await lab.expectFinished(120_000)
  expect(new URL(page.url()).hash).toContain('seeds=3,4,5')
  expect((await lab.records()).map(({ seed }) => seed)).toContain(5)
  await expect(figure.locator('path[stroke="var(--chart-earlier)"]')).toHaveCount(1)
})

test('paper has the newest figures, in light colours', async ({ lab }) => {
  const { page } = lab
  const cells = () =>
    page
      .locator('figure canvas')
      .first()
      .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
  const tell = (event: 'beforeprint' | 'afterprint') =>
    page.evaluate((name) => void dispatchEvent(new Event(name)), event)
  const open = async (colorScheme: 'light' | 'dark') => {
    await page.emulateMedia({ colorScheme })
    await lab.open('#dynamics')
    await expect(page.locator('figure canvas').first()).toBeVisible()
    await lab.deviceReady()
    return cells()
  }
  const light = await open('light')
  const dark = await open('dark')
  expect(dark).not.toBe(light)
  await tell('beforeprint')
  expect(await cells()).toBe(light)
  await tell('afterprint')
  expect(await cells()).toBe(dark)

  // Nobody has scrolled to the last figure while models train: it is not drawn until it is printed.
  await lab.open('#capacity?v=1&preset=tiny&steps=1500&datasetSizes=8,16,32,64,128,256,512&seeds=0')
  await lab.deviceReady()
  await lab.button('Run').click()
  await expect.poll(() => lab.statValue('Runs finished'), { timeout: 60_000 }).toBeGreaterThanOrEqual(2)
  await lab.button('Pause').click()
  await expect(lab.button('Resume')).toBeVisible()
  const points = page.getByRole('figure', { name: 'Strings recalled whole' }).locator('svg circle')
  expect(await points.count()).toBe(0)
  await tell('beforeprint')
  const finished = await lab.statValue('Runs finished')
  expect(finished).toBeLessThan(7)
  expect(await points.count(), 'whole strings and tokens of each run').toBe(2 * finished)
  await lab.button('Stop').click()
})

test('what a finger has touched in a figure stays to be read', async ({ browser, watchPage }) => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 390, height: 844 } })
  const lab = watchPage(await context.newPage())
  await lab.open(TINY)
  const figure = lab.chart('Memorised bits against data')
  const point = figure.locator('svg circle[fill^="var(--size"]').last()
  await point.scrollIntoViewIfNeeded()
  const box = (await point.boundingBox())!
  await lab.page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2)
  await expect(figure.locator('.chart-tooltip')).toContainText('strings')
  await lab.page.getByRole('heading', { level: 1 }).tap()
  await expect(figure.locator('.chart-tooltip')).toBeHidden()
  await context.close()
})

test('with colours of the visitor’s own what is chosen, how far it is and the figure can be seen', async ({
  lab,
}) => {
  const { page } = lab
  await page.emulateMedia({ forcedColors: 'active' })
  await lab.open('#capacity?v=1&preset=tiny&steps=20&datasetSizes=8,16&seeds=0')
  await lab.deviceReady()
  const styleOf = (selector: string, name: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name)
  expect(await styleOf('.preset[data-chosen="true"]', 'outline-style')).toBe('solid')
  await lab.button('Run').click()
  await lab.expectFinished(60_000)
  expect(await styleOf('.run-bar .mantine-Progress-section', 'forced-color-adjust')).toBe('none')
  for (const part of ['.chart-drawing', '.chart-legend'])
    expect(await styleOf(part, 'forced-color-adjust')).toBe('none')
  await lab.unfold('Your own text')
  expect(await styleOf('.mantine-Switch-track', 'border-top-style')).toBe('solid')
})
