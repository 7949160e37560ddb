/** A text of the visitor's own: pasted or dropped, learned, shown line by line, kept here and nowhere else. */
import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import type { LabPage } from './lab-page'
import { test } from './lab-test'

const LINES = Array.from({ length: 20 }, (_, n) => `${String.fromCharCode(97 + n)}${n} secret line ${n * n}`)
const TEXT = LINES.join('\n')
const EXTRACTION = '#extraction?v=1&preset=tiny'

async function openPanel(lab: LabPage, hash = EXTRACTION) {
  await lab.open(hash)
  await lab.deviceReady()
  return lab.unfold('Your own text')
}

const axeFinds = async (lab: LabPage) =>
  (await new AxeBuilder({ page: lab.page }).include('.own-strings').analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes[0]?.html}`,
  )

test('a pasted text is learned, comes back line by line, and is there after a reload', async ({ lab }) => {
  const panel = await openPanel(lab)
  await panel.getByLabel('Your text', { exact: true }).fill(TEXT)
  await expect(panel.getByText('2 strings are held back')).toBeVisible()
  await expect(panel.getByText('A language has fewer')).toBeVisible()
  await panel.getByRole('button', { name: 'Train on this text' }).click()
  await expect(lab.page.locator('.run-button')).toBeFocused()
  await lab.expectFinished(60_000)
  await expect(lab.page.locator('.run-button')).toBeFocused()
  await expect(lab.page.locator('.chart-drawing').first()).toBeInViewport({ ratio: 1 })
  const results = lab.page.getByRole('region', { name: 'Which strings came back' })
  await expect(results.getByText(/^1[78] of 18 strings came back word for word\./)).toBeVisible()
  await expect(results.getByText(LINES[0]!).first()).toBeVisible()
  await lab.unfold('Settings')
  await expect(lab.field('Vocabulary V')).toBeDisabled()
  expect(await axeFinds(lab)).toEqual([])
  expect(decodeURIComponent(lab.page.url())).not.toContain('secret')
  const hash = new URL(lab.page.url()).hash
  expect(hash).toMatch(/source=own-lines-20-[0-9a-f]{16}/)

  await lab.open(hash)
  await expect(results.getByText(/^1[78] of 18 strings came back word for word\./)).toBeVisible()
  await expect(lab.field('Your text')).toHaveValue(TEXT)
})

const LOOKS = [
  { name: 'light', colorScheme: 'light', forcedColors: 'none' },
  { name: 'dark', colorScheme: 'dark', forcedColors: 'none' },
  { name: 'forced colours', colorScheme: 'dark', forcedColors: 'active' },
] as const

for (const { name, ...media } of LOOKS) {
  test(`empty, refused, read, training and learned, axe finds nothing (${name})`, async ({ lab }) => {
    const { page } = lab
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' })
    // So many steps that it still trains when it is looked at.
    const panel = await openPanel(lab, `${EXTRACTION}&steps=3000`)
    const text = panel.getByLabel('Your text', { exact: true })
    await expect(text).toBeVisible()
    expect(await axeFinds(lab), 'empty').toEqual([])
    await text.fill('x'.repeat(70_000))
    await expect(panel.getByRole('alert')).toBeVisible()
    expect(await axeFinds(lab), 'refused').toEqual([])
    await panel.getByLabel('Symbols in a string').fill('1000')
    await expect(panel.getByLabel('Symbols in a string')).toHaveAttribute('aria-invalid', 'true')
    expect(await axeFinds(lab), 'no length').toEqual([])
    await text.fill(TEXT)
    await panel.getByRole('button', { name: 'Train on this text' }).click()
    await expect(text).toBeDisabled()
    expect(await axeFinds(lab), 'training').toEqual([])
    await lab.expectFinished(60_000)
    const results = page.getByRole('region', { name: 'Which strings came back' })
    await expect(results).toBeVisible()
    expect(await axeFinds(lab), 'learned').toEqual([])
    // What it is made of has an edge of its own, whatever becomes of backgrounds.
    const edges = await panel
      .locator('button:visible, textarea, select, input[type="text"], .own-lines')
      .evaluateAll((parts) =>
        parts.flatMap((part) => {
          const { borderTopStyle, borderTopWidth } = getComputedStyle(part)
          return borderTopStyle === 'none' || borderTopWidth === '0px' ? [part.outerHTML.slice(0, 80)] : []
        }),
      )
    expect(edges).toEqual([])
  })
}

test('a text that is too large is refused with its numbers, dropped or pasted', async ({ lab }) => {
  const panel = await openPanel(lab)
  await panel.getByLabel('Your text', { exact: true }).fill('x'.repeat(70_000))
  await expect(panel.getByRole('alert')).toContainText('70,000 bytes; at most 65,536')
  await expect(panel.getByRole('button', { name: 'Train on this text' })).toBeHidden()
  const drop = async (text: string) => {
    const transfer = await lab.page.evaluateHandle((content) => {
      const data = new DataTransfer()
      data.items.add(new File([content], 'text.txt', { type: 'text/plain' }))
      return data
    }, text)
    await panel.locator('.own-draft').dispatchEvent('drop', { dataTransfer: transfer })
  }
  await drop('y'.repeat(80_000))
  await expect(panel.getByText('80,000 bytes')).toBeVisible()
  await drop(TEXT)
  await expect(lab.field('Your text')).toHaveValue(TEXT)
  await expect(panel.getByText('2 strings are held back')).toBeVisible()
})

test('a file that misses its place leaves the page where it is, and shows the place', async ({ lab }) => {
  const { page } = lab
  await lab.open(EXTRACTION)
  const dropOn = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File(['a text'], 'text.txt', { type: 'text/plain' }))
        const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })
        element.dispatchEvent(drop)
        return drop.defaultPrevented
      }, undefined)
  await expect(page.locator('.chart-drawing').first()).toBeVisible()
  expect(await dropOn('.chart-drawing'), 'the browser does not open it').toBe(true)
  await expect(lab.field('Your text')).toBeFocused()
  await lab.open('#dynamics')
  await expect(page.locator('.chart-drawing').first()).toBeVisible()
  expect(await dropOn('.chart-drawing'), 'nor where no text is taken').toBe(true)
})

test('a finger on a phone trains on a text, and reads which strings came back', async ({
  browser,
  watchPage,
}) => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 390, height: 844 } })
  const lab = watchPage(await context.newPage())
  await lab.open(EXTRACTION)
  await lab.deviceReady()
  await lab.page.getByRole('heading', { name: 'Your own text' }).tap()
  await lab.button('Phone numbers').tap()
  await lab.button('Train on this text').tap()
  await lab.expectFinished(120_000)
  const answer = lab.page.locator('.own-answer')
  await answer.scrollIntoViewIfNeeded()
  await expect(answer).toBeInViewport()
  await expect(answer).toContainText('came back word for word')
  await expect(lab.page.getByRole('region', { name: 'All strings' }).getByRole('listitem')).toHaveCount(26)
  expect(await lab.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await context.close()
})

test('a link whose text is not here says so, and trains nothing', async ({ lab }) => {
  await lab.open(`${EXTRACTION}&source=own-lines-20-0123456789abcdef&vocab=30&seqLen=16&datasetSizes=18`)
  await lab.deviceReady()
  const told = lab.page.getByText(/The text of this run is not here/)
  await expect(lab.runBar.locator(told)).toBeVisible()
  await expect(told).toHaveCount(2)
  await lab.button('Run').click()
  await expect(told).toHaveCount(3)
  await expect(lab.notice('The sweep ended early')).toContainText('press “Train on this text”')
})

test('a link brings the text where that is ticked, and is opened elsewhere', async ({ lab, newLab }) => {
  const panel = await openPanel(lab)
  await panel.getByLabel('Your text', { exact: true }).fill(TEXT)
  await panel.getByRole('button', { name: 'Train on this text' }).click()
  await lab.expectFinished(60_000)
  await lab.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const copied = async () => {
    await lab.button('Copy permalink').click()
    await expect(lab.page.getByText('Permalink copied.')).toBeVisible()
    return new URL(await lab.page.evaluate(() => navigator.clipboard.readText())).hash
  }
  await lab.openShare()
  expect(await copied()).not.toContain('text=')
  await lab.page.getByRole('switch', { name: 'The link brings your text' }).check({ force: true })
  const link = await copied()
  expect(link).toMatch(/&text=[A-Za-z0-9_-]{50,2048}$/)

  const other = await newLab()
  await other.open(link)
  await expect(other.field('Your text')).toHaveValue(TEXT)
  expect(new URL(other.page.url()).hash, 'the address of a copy has its name only').not.toContain('text=')
  await other.deviceReady()
  await other.button('Run').click()
  await other.expectFinished(60_000)
  await expect(other.page.getByText(/strings came back word for word/)).toBeVisible()
})

test('a text that reads from right to left begins there, and leaves the numbers beside it whole', async ({
  lab,
}) => {
  const panel = await openPanel(lab)
  const text = panel.getByLabel('Your text', { exact: true })
  await text.fill(Array.from({ length: 14 }, (_, n) => `שורה ${'אבגדהוזחטיכלמנ'[n]}`).join('\n'))
  await expect(text).toHaveCSS('unicode-bidi', 'plaintext')
  await expect(text).toHaveCSS('text-align', 'start')
  await panel.getByRole('button', { name: 'Train on this text' }).click()
  await lab.expectFinished(60_000)
  const best = panel.locator('.own-ends li').first()
  await expect(best.locator('bdi')).toHaveCSS('unicode-bidi', 'isolate')
  await expect(best.locator('bdi')).toContainText('שורה')
})

test('a text is taken by the keyboard alone, in all three experiments', async ({ lab }) => {
  for (const experiment of ['capacity', 'per-string']) {
    const panel = await openPanel(lab, `#${experiment}?v=1&preset=tiny`)
    await panel.getByRole('button', { name: 'Phone numbers' }).press('Enter')
    await panel.getByRole('button', { name: 'Train on this text' }).press('Enter')
    await lab.expectFinished(120_000)
    await expect(lab.page.getByText(/strings came back word for word/)).toBeVisible()
    await expect(lab.button('Run again, others held back')).toBeVisible()
    await expect(lab.page.getByRole('heading', { level: 1 })).not.toContainText('random')
  }
})

test('the landing page leads to it', async ({ lab }) => {
  for (const [width, height] of [
    [1280, 720],
    [390, 844],
  ] as const) {
    await lab.page.setViewportSize({ width, height })
    await lab.page.goto('/')
    await lab.page.getByRole('link', { name: 'your own text' }).click()
    await expect(lab.field('Your text')).toBeFocused()
    await expect(lab.field('Your text')).toBeInViewport({ ratio: 1 })
  }
})
