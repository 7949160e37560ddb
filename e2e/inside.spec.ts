/** Looking into trained models: those of a run while they are kept, and again after a reload. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Locator, type Page } from '@playwright/test'
import { type LabPage, numberIn, sum } from './lab-page'
import { test } from './lab-test'

const SIXTY_FOUR = '#capacity?v=1&preset=tiny&datasetSizes=64&seeds=0'

/** Unfolds the microscope, and waits until all strings are measured. */
async function lookInside(lab: LabPage): Promise<Locator> {
  await lab.page.getByText('Look inside a string', { exact: true }).click()
  const microscope = lab.page.locator('.microscope')
  await expect(microscope.getByText(/^It knows [\d,]+ of the 1,664 bits/)).toBeVisible({ timeout: 60_000 })
  return microscope
}

async function train(lab: LabPage): Promise<void> {
  await lab.open(SIXTY_FOUR)
  await lab.deviceReady()
  await lab.button('Run').click()
  await lab.expectFinished(60_000)
}

const knownBits = async (microscope: Locator): Promise<number> =>
  numberIn(await microscope.getByText(/^It knows/).innerText())

test('a model of the last run is looked into: symbols, steps, rounding, parts', async ({ lab }) => {
  await train(lab)
  const record = (await lab.records())[0]!
  const microscope = await lookInside(lab)
  await expect(microscope.getByText(/trained again/)).toBeHidden()
  expect(await knownBits(microscope)).toBe(Math.round(record.memorizedBits))

  // A symbol by click, and the next by its key.
  const expected = microscope.getByRole('heading', { name: /^What it expects/ })
  await microscope.getByRole('button', { name: /^Symbol 4:/ }).click()
  await expect(expected).toHaveText('What it expects as symbol 4')
  await lab.page.keyboard.press('ArrowRight')
  await expect(expected).toHaveText('What it expects as symbol 5')
  await expect(microscope.getByRole('button', { name: /^Symbol 5:/ })).toBeFocused()
  const shares = await microscope.locator('.expectation-share').allInnerTexts()
  expect(sum(shares.map(numberIn))).toBeGreaterThan(90)

  // Another symbol in its place is not what it has learned.
  const below = microscope.getByRole('button', { name: 'Play its training', exact: true })
  const placeOfBelow = await below.boundingBox()
  await microscope.getByLabel(/^Change symbol 5 to/).selectOption({ index: 15 })
  await expect(microscope.getByText('With your changes.')).toBeVisible()
  expect(await below.boundingBox(), 'a change moves nothing').toEqual(placeOfBelow)
  await microscope.getByRole('button', { name: 'Undo them' }).click()
  await expect(microscope.getByText('With your changes.')).toBeHidden()

  // Before the first step nothing is known.
  const steps = microscope.getByRole('slider')
  await steps.focus()
  await lab.page.keyboard.press('Home')
  await expect(microscope.getByText('step 0', { exact: true })).toBeVisible()
  await expect.poll(() => knownBits(microscope)).toBeLessThan(50)
  await lab.page.keyboard.press('End')
  await expect.poll(() => knownBits(microscope)).toBe(Math.round(record.memorizedBits))

  // Rounding takes bits, and so does a head.
  await microscope.getByRole('radio', { name: /^5 bits each/ }).check()
  await expect.poll(() => knownBits(microscope)).toBeLessThan(0.9 * record.memorizedBits)
  await microscope.getByRole('radio', { name: /^32 bits each/ }).check()
  const head = microscope.getByRole('switch', { name: /^head 1/ })
  await expect(microscope.getByText(/^Without any one part it knows nothing/)).toBeVisible()
  await head.scrollIntoViewIfNeeded()
  const place = await head.boundingBox()
  await head.uncheck()
  await expect(microscope.getByText(/^It knows nothing of its strings/)).toBeVisible()
  expect(await head.boundingBox(), 'what was pressed keeps its place').toEqual(place)
  await expect(microscope.getByText(/^The same for a string it never saw/)).toBeVisible()
})

test('a model of an earlier visit is trained again, and knows the same', async ({ lab }) => {
  await train(lab)
  const record = (await lab.records())[0]!
  await lab.page.reload()
  await lab.deviceReady()
  const microscope = await lookInside(lab)
  await expect(
    microscope.getByText('It was not kept, so it was trained again just now.', { exact: false }),
  ).toBeVisible()
  expect(await knownBits(microscope)).toBe(Math.round(record.memorizedBits))
})

test('its training is played, and a run goes on meanwhile', async ({ lab }) => {
  await train(lab)
  const microscope = await lookInside(lab)
  await lab.setField('Steps', '100000')
  await lab.start()
  await expect(lab.button('Pause')).toBeVisible()
  await microscope.getByRole('button', { name: 'Play its training', exact: true }).click()
  await expect(microscope.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
  await expect(microscope.getByText('step 300', { exact: true })).toBeVisible({ timeout: 60_000 })
  await lab.button('Stop').click()
  await expect(lab.runBar.getByText('Stopped.')).toBeVisible()
})

test('all of it is reached and used by keyboard alone', async ({ lab }) => {
  await train(lab)
  const microscope = lab.page.locator('.microscope')
  await lab.page.getByText('Look inside a string', { exact: true }).locator('xpath=ancestor::summary').focus()
  await lab.page.keyboard.press('Enter')
  await expect(microscope.getByText(/^It knows/)).toBeVisible({ timeout: 60_000 })
  const reached: string[] = []
  for (let tabs = 0; tabs < 40; tabs++) {
    await lab.page.keyboard.press('Tab')
    const name = await microscope.evaluate((element) => {
      const { activeElement: own } = document
      if (!own || !element.contains(own)) return undefined
      const { outlineStyle } = getComputedStyle(own)
      const label = own.closest('label')?.textContent ?? own.getAttribute('aria-label') ?? own.textContent
      return `${outlineStyle === 'none' ? 'unseen: ' : ''}${label}`
    })
    if (name !== undefined) reached.push(name)
    else if (reached.length > 0) break
  }
  expect(reached.filter((name) => name.startsWith('unseen'))).toEqual([])
  for (const control of [
    'The string before',
    'The next string',
    /^Symbol \d: /,
    /^Change symbol/,
    'Play its training',
    'Play its training slowly',
    /^Give it the first/,
    'Another',
    /^32 bits each/,
    /^head 1/,
    /^MLP/,
    /^string \d+$/,
  ])
    expect(
      reached.some((name) => (typeof control === 'string' ? name === control : control.test(name))),
      String(control),
    ).toBe(true)
  expect(
    reached.filter((name) => name.startsWith('Symbol')),
    'one stop for all symbols',
  ).toHaveLength(1)

  await microscope.getByRole('radio', { name: /^32 bits each/ }).focus()
  await lab.page.keyboard.press('ArrowDown')
  await expect(microscope.getByRole('radio', { name: /^8 bits each/ })).toBeChecked()
  await microscope.getByRole('switch', { name: /^MLP/ }).focus()
  await lab.page.keyboard.press('Space')
  await expect(microscope.getByText(/^It knows nothing/)).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the microscope (${colorScheme})`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme })
    await train(lab)
    await lookInside(lab)
    expect(await violations(lab.page)).toEqual([])
  })
}

test('a phone shows all of it, by touch and in forced colours', async ({ lab }) => {
  await lab.page.setViewportSize({ width: 390, height: 844 })
  await train(lab)
  await lab.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  const microscope = await lookInside(lab)
  expect(await microscope.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
  const symbol = microscope.getByRole('button', { name: /^Symbol 3:/ })
  const box = (await symbol.boundingBox())!
  expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24)
  await symbol.click()
  await expect(microscope.getByRole('heading', { name: 'What it expects as symbol 3' })).toBeVisible()
  const [curve, line] = [microscope.locator('.course'), microscope.locator('.mantine-Slider-track')]
  const ends = async (element: Locator) => {
    const { x, width } = (await element.boundingBox())!
    return [Math.round(x), Math.round(x + width)]
  }
  expect(await ends(curve), 'the curve lies over the line of its slider').toEqual(await ends(line))
  await line.click({ position: { x: 0, y: -8 }, force: true })
  await expect(microscope.getByText('step 0', { exact: true }), 'pressed beside the line').toBeVisible()
  const edge = await symbol.locator('.token-face').evaluate((face) => getComputedStyle(face).borderTopWidth)
  expect(edge).toBe('1px')
})

async function violations(page: Page): Promise<unknown> {
  const axe = await new AxeBuilder({ page }).include('.microscope').analyze()
  return axe.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
}

test('its fold has the width of the page below the lesson, and stays beside the whole lesson', async ({
  lab,
}) => {
  const { page } = lab
  await page.setViewportSize({ width: 1440, height: 900 })
  await lab.open('#capacity')
  const inside = await lab.unfold('Look inside a string')
  const lesson = page.getByRole('complementary', { name: /^Lesson: / })
  const edges = async () => {
    const [fold, beside] = [await inside.boundingBox(), await lesson.boundingBox()]
    return { fold: fold!.x + fold!.width, lesson: beside!.x + beside!.width, lessonStart: beside!.x }
  }
  await expect.poll(async () => (await edges()).fold - (await edges()).lesson).toBe(0)
  await lesson.getByText('The whole lesson').click()
  await expect.poll(async () => (await edges()).fold < (await edges()).lessonStart).toBe(true)
})
