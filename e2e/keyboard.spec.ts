/** The lab without a mouse, on a phone, in both colour schemes, and through axe. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import type { LabPage } from './lab-page'
import { TABLES } from './lab-page'
import { test } from './lab-test'

const TWO_RUNS = '#capacity?v=1&preset=tiny&steps=3&datasetSizes=8,16&seeds=0'
const LONG_RUN = '#capacity?v=1&preset=tiny&steps=40000&datasetSizes=256&seeds=0'

test('space runs and pauses from a figure and the button, and types a space where it should', async ({
  lab,
}) => {
  await lab.open(LONG_RUN)
  await lab.deviceReady()
  await lab.unfold('Settings')
  await lab.field('Steps').press('End')
  await lab.page.keyboard.press('Space')
  await expect(lab.field('Steps')).toHaveValue('40000 ')
  await expect(lab.button('Run')).toBeVisible()
  await lab.field('Steps').blur()
  await lab.page.keyboard.press('Space')
  await expect(lab.button('Run'), 'Space scrolls where nothing has the focus').toBeVisible()

  const drawing = lab.chart('Memorised bits against data').getByRole('group', { name: /^Chart: / })
  await drawing.focus()
  await lab.page.keyboard.press('Space')
  await expect(lab.button('Pause')).toBeVisible()
  await expect.poll(() => lab.statValue('Step')).toBeGreaterThan(0)
  await lab.page.keyboard.press('Space')
  await expect(lab.button('Resume')).toBeVisible()
  await lab.page.keyboard.press('Space')
  await expect(lab.button('Pause')).toBeVisible()

  await lab.button('Pause').focus()
  await lab.page.keyboard.press('Tab')
  await expect(lab.button('Stop')).toBeFocused()
  await lab.page.keyboard.press('Enter')
  await expect(lab.runBar.getByText('Stopped.')).toBeVisible()
})

test('a run of more than ten minutes says how long it takes, and starts at the second press', async ({
  lab,
}) => {
  await lab.open('#capacity?v=1&preset=full')
  await lab.button('Run').focus()
  await lab.page.keyboard.press('Enter')
  const answer = lab.runBar.getByRole('button', { name: /^About .+ here: start$/ })
  await expect(answer).toBeFocused()
  await lab.page.keyboard.press('Space')
  await expect(lab.button('Pause')).toBeFocused()
  await expect(lab.button('Tell me when it is done')).toBeVisible()
  await lab.button('Stop').click()
  await expect(lab.runBar.getByText('Stopped.')).toBeVisible()
  await expect(lab.button('Tell me when it is done')).toBeHidden()
})

test('the skip link comes first and leads into the lab', async ({ lab }) => {
  await lab.open(TWO_RUNS)
  await expect(lab.button('Run')).toBeEnabled()
  await lab.page.keyboard.press('Tab')
  const link = lab.page.getByRole('link', { name: 'Skip to the content' })
  await expect(link).toBeFocused()
  await expect(link).toBeInViewport()
  await lab.page.keyboard.press('Enter')
  await expect(lab.page.getByRole('main')).toBeFocused()
  await lab.page.keyboard.press('Tab')
  await expect(lab.page.getByRole('button', { name: /^Previous experiment/ })).toBeFocused()
  expect(new URL(lab.page.url()).hash, 'the permalink stays').toBe(TWO_RUNS)
})

test('every control is reached with Tab, and its focus can be seen', async ({ lab }) => {
  await lab.open(TWO_RUNS)
  await lab.deviceReady()
  await lab.button('Run').click()
  await lab.expectFinished(30_000)
  for (const summary of Object.values(TABLES)) await lab.openTable(summary)
  const controls = await markControls(lab.page)
  expect(controls.length).toBeGreaterThan(35)

  await lab.page.getByRole('heading', { level: 1 }).click()
  const reached = new Set<string>()
  for (let i = 0; i < 2 * controls.length; i++) {
    await lab.page.keyboard.press('Tab')
    const focus = await lab.page.evaluate(focusedControl)
    if (focus === undefined) continue
    expect(focus.ring, `focus on ${focus.control} can be seen`).toBe(true)
    if (reached.has(focus.control)) break
    reached.add(focus.control)
  }
  expect(controls.filter((control) => !reached.has(control))).toEqual([])
})

test('the backend is chosen with the keyboard alone', async ({ lab }) => {
  await lab.open(TWO_RUNS)
  await lab.deviceReady()
  await lab.badge.focus()
  await lab.page.keyboard.press('Enter')
  await expect(lab.backendPanel).toBeVisible()
  await expect(lab.backendChoice).toBeVisible()
  await lab.page.keyboard.press('Tab')
  await expect(lab.backendChoice).toBeFocused()
  await lab.page.keyboard.press('Escape')
  await expect(lab.backendPanel).toBeHidden()
  await expect(lab.badge).toBeFocused()
})

/** Numbers everything that can be used; a group of radio buttons is one stop. */
function markControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const usable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'
    const groups = new Set<string>()
    return [...document.querySelectorAll<HTMLElement>(usable)].flatMap((element, i) => {
      if (element.matches(':disabled')) return []
      if (!element.checkVisibility({ visibilityProperty: true })) return []
      const radio = element instanceof HTMLInputElement && element.type === 'radio' ? element.name : ''
      if (radio && groups.has(radio)) return []
      if (radio) groups.add(radio)
      const name = element.getAttribute('aria-label') ?? element.getAttribute('name') ?? element.textContent
      const control = radio ? `radio group ${radio}` : `${i} ${element.tagName} ${name?.slice(0, 40)}`
      if (radio)
        for (const input of document.getElementsByName(radio)) input.setAttribute('data-control', control)
      else element.setAttribute('data-control', control)
      return [control]
    })
  })
}

/** Runs in the page: which control has the focus, and whether something around it shows that. */
function focusedControl(): { control: string; ring: boolean } | undefined {
  const element = document.activeElement
  const control = element?.getAttribute('data-control')
  if (!element || !control) return undefined
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : []
  const around = [element, element.nextElementSibling, element.parentElement, ...labels]
  const ring = around.some((part) => {
    if (!part) return false
    const { outlineStyle, outlineWidth } = getComputedStyle(part)
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
  })
  return { control, ring }
}

test('charts are read with the arrow keys', async ({ lab }) => {
  await lab.open(TWO_RUNS)
  await lab.deviceReady()
  await lab.button('Run').click()
  await lab.expectFinished(30_000)
  const first = await lab.readPoint('Memorised bits against data', 'ArrowRight')
  const last = await lab.readPoint('Memorised bits against data', 'ArrowLeft')
  expect(first).toContain('8 strings')
  expect(last).toContain('16 strings')
})

for (const width of [390, 1024, 1440]) {
  test(`nothing scrolls sideways at ${width} px`, async ({ lab }) => {
    await lab.page.setViewportSize({ width, height: 844 })
    await lab.open(TWO_RUNS)
    await lab.deviceReady()
    await expectNoSideways(lab)
    await lab.button('Run').click()
    await lab.expectFinished(30_000)
    for (const summary of Object.values(TABLES)) await lab.openTable(summary)
    await lab.badge.click()
    await expect(lab.backendPanel).toBeVisible()
    await expectNoSideways(lab)
    await lab.closeBackendPanel()
    await lab.button('Large view: Memorised bits against data').click()
    await expectNoSideways(lab)
    await lab.open(
      '#capacity?v=1&preset=tiny&steps=many&a_field_with_a_name_that_has_no_place_to_break_in_it=1',
    )
    await expect(lab.notice('This link could not be opened')).toBeVisible()
    await expectNoSideways(lab)
  })
}

async function expectNoSideways({ page }: LabPage): Promise<void> {
  const { over, wide } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return { over: scrollWidth - clientWidth, wide: scrollWidth }
  })
  expect(over, `px that the page is wider than its window (${wide})`).toBeLessThanOrEqual(0)
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious (${colorScheme})`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await lab.open('#capacity?v=1&preset=tiny&steps=many')
    await expect(lab.notice('This link could not be opened')).toBeVisible()
    await lab.deviceReady()
    await lab.setField('Steps', 'many')
    await lab.badge.click()
    await expectAccessible(lab)

    await lab.open(TWO_RUNS)
    await lab.deviceReady()
    await expectAccessible(lab)
    await lab.button('Run').click()
    await lab.expectFinished(30_000)
    await lab.openShare()
    await lab.button('Clear stored runs…').click()
    await expectAccessible(lab)
    await lab.page.keyboard.press('Escape')
    for (const summary of Object.values(TABLES)) await lab.openTable(summary)
    await expectAccessible(lab)
  })
}

test('the colours follow the system until the visitor chooses, and the choice is kept', async ({ lab }) => {
  const paper = () => lab.page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await lab.page.emulateMedia({ colorScheme: 'dark' })
  await lab.open()
  await expect(lab.button('Switch to light colours')).toBeVisible()
  const dark = await paper()
  await lab.button('Switch to light colours').click()
  await expect.poll(paper).not.toBe(dark)
  await lab.page.reload()
  await expect(lab.button('Switch to dark colours')).toBeVisible()
})

async function expectAccessible({ page }: LabPage): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze()
  expect(passes.length, 'rules that axe could check').toBeGreaterThan(20)
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(
    serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join('; ')}`),
  ).toEqual([])
}
