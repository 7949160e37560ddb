/** Every experiment of the registry, as a visitor meets it first: by its link, on three widths, through the chooser. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { test } from './lab-test'

const folder = fileURLToPath(new URL('../src/experiments', import.meta.url))
const ids = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
  .map((entry) => entry.name)
const textOf = (id: string, field: 'title' | 'question'): string => {
  const match = new RegExp(`\\n  ${field}:\\s*(['"\`])(.+?)\\1,\\n`).exec(
    readFileSync(`${folder}/${id}/spec.ts`, 'utf8'),
  )
  if (!match) throw new Error(`${id}/spec.ts has no ${field} that can be read`)
  return match[2]!
}

/** Whether results are published with the page; without any, a first figure may be axes from the plan alone. */
const isRecorded = (id: string): boolean => existsSync(`${folder}/${id}/recorded/tiny.json`)

/** Marks of the first figure: of a chart its lines and points, of a grid its cells. */
const heroMarks = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const hero = document.querySelector('figure')
    if (!hero) return 0
    const canvas = hero.querySelector('canvas')
    if (canvas) return canvas.width * canvas.height
    return hero.querySelectorAll('svg path[stroke^="var(--"], svg circle').length
  })

const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

const FIRST_SCREENS = [
  [1280, 720],
  [390, 844],
] as const

for (const id of ids) {
  test(`${id} opens by its link, with a figure, and axe finds nothing serious`, async ({ lab }) => {
    const { page } = lab
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await lab.open(`#${id}`)
    await expect(lab.question(textOf(id, 'question'))).toBeVisible()
    await expect(page.getByText(textOf(id, 'title')).first()).toBeVisible()
    await expect(page).toHaveTitle(`${textOf(id, 'title')} · Plateau`)
    expect(new URL(page.url()).hash).toMatch(new RegExp(`^#${id}\\?v=\\d+&preset=`))
    const axisTexts = page.locator('figure').first().locator('svg text')
    if (isRecorded(id))
      await expect.poll(() => heroMarks(page), 'marks of the first figure').toBeGreaterThan(0)
    else await expect.poll(() => axisTexts.count(), 'texts of the first figure').toBeGreaterThan(3)
    await expect(lab.sanity).toBeVisible()
    const drawing = page
      .locator('figure')
      .first()
      .getByRole('group', { name: /^Chart: / })
    await expect(drawing, 'what is said of it').toHaveAccessibleDescription(/\w{3,} .+\.$/)
    for (const [width, height] of FIRST_SCREENS) {
      await page.setViewportSize({ width, height })
      await expect(drawing).toBeInViewport({ ratio: 0.9 })
      await expect(lab.button('Run')).toBeInViewport({ ratio: 1 })
    }
    const { violations } = await new AxeBuilder({ page }).analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(serious.map((v) => `${v.id}: ${v.nodes.map((node) => node.target.join(' ')).join('; ')}`)).toEqual(
      [],
    )
    for (const width of [390, 1024, 1440]) {
      await page.setViewportSize({ width, height: 844 })
      // Charts follow the window a moment later.
      await expect.poll(() => sideways(page), `px wider than a window of ${width}`).toBeLessThanOrEqual(0)
    }
  })
}

test('another link of the experiment on show begins at its top', async ({ lab }) => {
  const { page } = lab
  await lab.open('#capacity')
  const scrolled = () => page.evaluate(() => window.scrollY)
  await expect.poll(() => heroMarks(page)).toBeGreaterThan(0)
  await page.getByRole('contentinfo').scrollIntoViewIfNeeded()
  expect(await scrolled()).toBeGreaterThan(500)
  await page.evaluate(() => {
    location.hash = '#capacity?v=1&preset=tiny&steps=20'
  })
  await expect.poll(scrolled).toBe(0)
  await expect(lab.runBar).toContainText('Changed.')
})

test('every experiment is in the list, by paper, and is chosen with the keyboard', async ({ lab }) => {
  const { page } = lab
  await lab.open()
  const bar = page.getByRole('navigation', { name: 'Experiments' })
  const button = bar.getByRole('button', { name: 'Experiments' })
  await button.focus()
  await page.keyboard.press('Enter')
  const links = bar.getByRole('link')
  await expect(links).toHaveCount(ids.length)
  const targets = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))
  expect(targets.toSorted()).toEqual(ids.map((id) => `#${id}`).toSorted())
  await expect(bar.getByRole('link', { name: /^The capacity plateau/ })).toBeFocused()
  await page.keyboard.press('End')
  await expect(links.last()).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(links.nth(ids.length - 2)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(links).toHaveCount(0)
  await expect(button).toBeFocused()

  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  const last = (targets.at(-1) ?? '').slice(1)
  await page.keyboard.press('Enter')
  await expect(lab.question(textOf(last, 'question'))).toBeVisible()
  await expect(button).toBeFocused()
  await page.goBack()
  await expect(lab.question(textOf('capacity', 'question'))).toBeVisible()
  const neighbours = page.getByRole('navigation', { name: 'Neighbours' })
  await neighbours.getByRole('button', { name: /^Next experiment/ }).press('Enter')
  await expect(neighbours).toContainText(`Experiment 2 of ${ids.length}`)
  await expect(neighbours.getByRole('button', { name: /^Next experiment/ })).toBeFocused()
})

test('a sweep goes on while another experiment is looked at, and is found again', async ({ lab }) => {
  const { page } = lab
  const config = '#capacity?v=1&preset=tiny&steps=100000&datasetSizes=256&seeds=0'
  const capacity = lab.question(textOf('capacity', 'question'))
  await lab.open(config)
  await lab.deviceReady()
  await lab.start()
  await expect.poll(() => lab.statValue('Step')).toBeGreaterThan(0)
  await page.getByRole('button', { name: /^Next experiment/ }).click()
  await expect(capacity).toBeHidden()
  await expect(lab.runBar.getByText(/The capacity plateau, Tiny, changed is still training/)).toBeVisible()
  const before = await lab.statValue('Step')
  await expect.poll(() => lab.statValue('Step')).toBeGreaterThan(before)

  await lab.button('Back to it').click()
  await expect(capacity).toBeVisible()
  expect(new URL(page.url()).hash).toBe(config)
  await expect(lab.button('Back to it')).toBeHidden()
  expect(await lab.readPoint('Memorised bits against data', 'ArrowRight')).toContain('1 training')
  await lab.button('Stop').click()
  await expect(lab.runBar.getByText('Stopped.')).toBeVisible()
})

test('recall behind other contexts is drawn long before the first string is known', async ({ lab }) => {
  const { page } = lab
  await lab.open('#prefix-context?v=1&preset=tiny&steps=100000&alphabets=26&seeds=0')
  await lab.deviceReady()
  await lab.start()
  await expect.poll(() => lab.statValue('Step')).toBeGreaterThan(0)
  expect(await lab.statValue('Runs finished')).toBe(0)
  const drawn = () =>
    page
      .getByRole('figure', { name: 'Recall given the last k tokens, 26 symbols' })
      .locator('svg path[stroke^="var(--kind-"][stroke-linejoin]')
      .evaluateAll((lines) => lines.filter((line) => line.getAttribute('d')?.includes('L')).length)
  await expect.poll(drawn, 'lines of the hero').toBe(6)
  const tooWide = await lab.runBar
    .getByRole('definition')
    .evaluateAll((values) => values.filter((value) => value.scrollWidth > value.clientWidth).length)
  expect(tooWide, 'figures of the sweep that run into the next: there are 100,000 steps').toBe(0)
  expect(await lab.statValue('Runs finished')).toBe(0)
  await lab.button('Stop').click()
  await expect(lab.runBar.getByText('Stopped.')).toBeVisible()
})

test('a figure’s large form begins at the top of the window, and plots of a pair at one height', async ({
  lab,
}) => {
  const { page } = lab
  await page.setViewportSize({ width: 1440, height: 900 })
  await lab.open('#text')
  const figure = (title: string) => page.getByRole('figure', { name: title })
  const pair = ['Loss against the amount of text', 'Bits saved on each string']
  const tops = (titles: readonly string[], part: string) =>
    Promise.all(
      titles.map(async (title) =>
        Math.round((await figure(title).locator(part).boundingBox())?.y ?? Number.NaN),
      ),
    )
  await expect(figure(pair[1]!)).toBeVisible()
  for (const part of ['.chart-drawing', '.chart-caption', 'summary']) {
    await expect
      .poll(async () => new Set(await tops(pair, part)).size, `heights at which the two begin: ${part}`)
      .toBe(1)
  }
  await lab.button(`Large view: ${pair[1]}`).click()
  await expect
    .poll(async () => (await figure(pair[1]!).boundingBox())?.y, 'px from the top of the window')
    .toBeLessThan(40)
  expect((await figure(pair[1]!).boundingBox())?.y).toBeGreaterThanOrEqual(0)
})

test('a lesson stands beside the figure, is opened whole, and stays open', async ({ lab }) => {
  const { page } = lab
  await lab.open('#capacity')
  const lesson = page.getByRole('complementary', { name: /^Lesson: / })
  await expect(lesson.getByRole('heading', { name: 'What you are watching' })).toBeInViewport()
  await expect(lesson.getByRole('listitem')).toHaveCount(2)
  const paper = lesson.getByRole('heading', { name: 'What the paper found' })
  await expect(paper).toBeHidden()
  await lesson.getByText('The whole lesson').click()
  await expect(paper).toBeVisible()
  await page.reload()
  await expect(paper).toBeVisible()
  await lesson.getByText('The whole lesson').click()
  await page.reload()
  await expect(lesson.getByText('The whole lesson')).toBeVisible()
  await expect(paper).toBeHidden()
})
