/** The landing page: a model is trained wherever the sliders are put, by mouse, keys and fingers. */
import AxeBuilder from '@axe-core/playwright'
import { type BrowserContextOptions, expect, type Locator, type Page } from '@playwright/test'
import { numberIn } from './lab-page'
import { test as base } from './lab-test'

/** The landing page as its visitors meet it. */
class LandingPage {
  readonly strings: Locator
  readonly answer: Locator
  readonly prediction: Locator

  constructor(readonly page: Page) {
    this.strings = page.getByRole('group', { name: /^\d+ strings of 8 symbols/ })
    this.answer = page.getByRole('status')
    this.prediction = page.getByRole('slider', { name: /^Where will/ })
  }

  async open(hash = ''): Promise<void> {
    if (this.page.url() !== 'about:blank') await this.page.goto('about:blank')
    await this.page.goto(`/${hash}`)
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  slider(name: string): Locator {
    return this.page.getByRole('slider', { name, exact: true })
  }

  /** Waits until a model of so many strings is trained. @returns the bits that it remembers. */
  async answered(strings: number): Promise<number> {
    await expect(this.answer).toHaveText(new RegExp(`^It remembers .* of ${strings} strings`), {
      timeout: 30_000,
    })
    return numberIn(await this.answer.innerText())
  }

  marks(): Locator {
    return this.page.locator('.play-series circle')
  }
}

interface Fixtures {
  readonly openLanding: (options?: BrowserContextOptions) => Promise<LandingPage>
}

const test = base.extend<Fixtures>({
  openLanding: async ({ browser, watchPage }, use) => {
    const contexts: { close(): Promise<void> }[] = []
    await use(async (options) => {
      const context = await browser.newContext(options)
      contexts.push(context)
      return new LandingPage(watchPage(await context.newPage()).page)
    })
    for (const context of contexts) await context.close()
  },
})

const SCREENS = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
] as const
const PHONE = { viewport: SCREENS[2], hasTouch: true, isMobile: true }
const MOST_WORDS = 90
const MOST_SHIFT = 0.05

/** Words that can be read without scrolling: what is between spaces and has a letter in it. */
const wordsInSight = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const words: string[] = []
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const range = document.createRange()
      range.selectNodeContents(node)
      const { top, bottom, left, right, width } = range.getBoundingClientRect()
      const parent = node.parentElement
      const isInSight = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth && width > 2
      if (!parent?.checkVisibility() || parent.closest('.visually-hidden') || !isInSight) continue
      words.push(...(node.textContent ?? '').split(/\s+/).filter((word) => /\p{L}/u.test(word)))
    }
    return words
  })

/** Counts what moves of itself from now on, as the Layout Instability API does. */
async function watchShift(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if ('value' in entry && typeof entry.value === 'number') shifts.push(entry.value)
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

const shift = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const shifts: unknown = Reflect.get(window, 'shifts')
    return Array.isArray(shifts) ? shifts.reduce((sum: number, value: number) => sum + value, 0) : -1
  })

for (const viewport of SCREENS)
  test(`one screen of ${viewport.width} × ${viewport.height} holds it all, stands still and says little`, async ({
    openLanding,
  }) => {
    const landing = await openLanding({ viewport })
    const { page } = landing
    const loaded: string[] = []
    page.on('response', (response) => loaded.push(response.url()))
    await watchShift(page)
    await landing.open()
    expect(await landing.answered(16)).toBe(448)
    for (const strings of [32, 64]) {
      await landing.button('Give it twice as many').click()
      await landing.answered(strings)
    }
    await expect(landing.prediction).toBeInViewport({ ratio: 1 })
    await expect(landing.strings).toBeInViewport({ ratio: 1 })
    await expect(page.getByRole('img', { name: /^Chart: bits remembered/ })).toBeInViewport({ ratio: 1 })
    await expect(landing.button('Give it twice as many')).toBeInViewport({ ratio: 1 })
    await expect(page.locator('p.play-answer')).toBeInViewport({ ratio: 1 })
    const { height = 0 } = (await page.locator('p.play-answer').boundingBox()) ?? {}
    expect(height, 'a line, on a phone two').toBeLessThan(viewport.width > 900 ? 50 : 70)
    const words = await wordsInSight(page)
    await landing.prediction.press('End')
    for (const strings of [128, 256]) {
      await landing.button('Give it twice as many').click()
      await landing.answered(strings)
    }
    await expect(page.getByText('Why is it flat?')).toBeVisible()
    const wordsWhenFull = await wordsInSight(page)
    const moved = await shift(page)
    console.log(
      `  ${words.length} words, ${wordsWhenFull.length} when full, layout shift ${moved.toFixed(3)}`,
    )
    for (const counted of [words, wordsWhenFull]) {
      expect(counted.length, counted.join(' ')).toBeLessThanOrEqual(MOST_WORDS)
      expect(counted.length).toBeGreaterThan(40)
    }
    expect(moved).toBeLessThan(MOST_SHIFT)
    expect(moved).toBeGreaterThanOrEqual(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width)
    expect(loaded.filter((url) => /tfjs|\.wasm$/.test(url))).toEqual([])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    }
  })

test('by mouse the plateau is drawn, predicted, taken to a larger model, and found again by its link', async ({
  openLanding,
}) => {
  const landing = await openLanding()
  const { page } = landing
  await landing.open()
  await landing.answered(16)
  expect(new URL(page.url()).hash, 'the root address stays as it is').toBe('')
  const bits: number[] = []
  for (const strings of [32, 64]) {
    await landing.button('Give it twice as many').click()
    bits.push(await landing.answered(strings))
  }
  const box = await landing.prediction.boundingBox()
  if (!box) throw new Error('the prediction has no place')
  await expect(landing.prediction, 'a drag selects no text').toHaveCSS('user-select', 'none')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, box.y - 20, { steps: 4 })
  await page.mouse.up()
  const said = Number(await landing.prediction.getAttribute('aria-valuenow'))
  expect(said).toBeGreaterThan(2500)
  for (const strings of [128, 256, 512]) {
    await landing.button('Give it twice as many').click()
    bits.push(await landing.answered(strings))
  }
  expect(bits[1]).toBeGreaterThan(1.5 * bits[0]!)
  expect(Math.max(...bits.slice(2)), 'more strings, no more memory').toBeLessThan(
    1.15 * Math.min(...bits.slice(2)),
  )
  await expect(page.getByText(`you said ${said.toLocaleString('en')}`)).toBeVisible()
  await expect(page.locator('.play-now text')).toHaveText(/^full: [\d,]+$/)

  await landing.button('Give it more numbers').click()
  expect(await landing.answered(512)).toBeGreaterThan(1.5 * bits.at(-1)!)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How much can 2,400 numbers remember?')
  await expect(page.getByText('1,216 numbers')).toBeVisible()
  await landing.button('new strings').click()
  await landing.answered(512)
  const { hash } = new URL(page.url())
  expect(hash).toBe('#play?n=512&d=12&seed=1')
  const answer = await landing.answer.innerText()

  await page.getByRole('link', { name: 'the capacity plateau' }).click()
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toBeVisible()
  await page.goBack()
  await expect(landing.answer, 'as it was left').toHaveText(answer)
  await page.goForward()
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toBeVisible()
  const other = await openLanding()
  await other.open(hash)
  await other.answered(512)
  expect(await other.answer.innerText(), 'the same strings, the same model').toBe(answer)
})

test('the last position wins, however fast the slider is moved', async ({ openLanding }) => {
  const landing = await openLanding()
  await landing.open('#play?n=512&d=16')
  const slider = landing.slider('Number of strings')
  await slider.focus()
  for (let i = 0; i < 15; i++) await landing.page.keyboard.press(i % 2 === 0 ? 'Home' : 'End')
  await landing.answered(8)
  await expect(landing.marks(), 'what was interrupted leaves no mark').toHaveCount(0)
  expect(new URL(landing.page.url()).hash).toBe('#play?n=8&d=16&seed=0')
})

test('by keys alone: sliders, strings, the prediction, and a string looked into', async ({ openLanding }) => {
  const landing = await openLanding({ viewport: SCREENS[1] })
  const { page } = landing
  await landing.open('#play?n=16')
  await landing.answered(16)
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab')
    if (await landing.strings.evaluate((element) => element === document.activeElement)) break
  }
  await expect(landing.strings).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await expect(landing.strings.locator('[aria-live]')).toHaveText(
    'String 3 of 16: b 8 4 3 d f 0 0. Known word for word.',
  )
  await page.keyboard.press('Tab')
  await expect(landing.slider('Number of strings')).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await landing.answered(8)
  await page.keyboard.press('Tab')
  await expect(landing.slider('Numbers inside the model')).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(landing.slider('Numbers inside the model')).toHaveAttribute('aria-valuetext', '2,400')
  await page.keyboard.press('Tab')
  await expect(landing.button('Give it twice as many')).toBeFocused()
  for (const strings of [16, 32]) {
    await page.keyboard.press('Enter')
    await landing.answered(strings)
  }
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await expect(landing.prediction).toBeFocused()
  const before = Number(await landing.prediction.getAttribute('aria-valuenow'))
  await page.keyboard.press('ArrowUp')
  await expect(landing.prediction).toHaveAttribute('aria-valuenow', String(before + 50))
  await page.keyboard.press('Enter')
  await expect(landing.button('Give it twice as many'), 'settled: the next press shows it').toBeFocused()
  await page.keyboard.press('Enter')
  await landing.answered(64)
  await expect(page.getByText(`you said ${(before + 50).toLocaleString('en')}`)).toBeVisible()

  await landing.strings.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const scrolled = await page.evaluate(() => window.scrollY)
  const inside = page.getByRole('heading', { name: 'Inside one string' })
  for (const leave of ['Escape', 'close']) {
    await page.keyboard.press('Enter')
    await expect(inside).toBeInViewport()
    await expect(page.getByRole('spinbutton', { name: /^string/ })).toHaveValue('11')
    if (leave === 'close') await landing.button('close').press('Enter')
    else await page.keyboard.press(leave)
    await expect(inside).toBeHidden()
    await expect(landing.strings).toBeFocused()
    expect(await page.evaluate(() => window.scrollY), 'as it was before').toBe(scrolled)
  }
  await page.keyboard.press('ArrowRight')
  await expect(landing.strings.locator('[aria-live]')).toHaveText(/^String 12 of 64/)
})

test('on a phone it is played with a finger', async ({ openLanding }) => {
  const landing = await openLanding(PHONE)
  const { page } = landing
  await landing.open()
  await landing.answered(16)
  for (const strings of [32, 64]) {
    await landing.button('Give it twice as many').tap()
    await landing.answered(strings)
  }
  await landing.strings.tap({ position: { x: 20, y: 20 } })
  await expect(page.getByRole('heading', { name: 'Inside one string' })).toBeVisible()
  await expect(page.getByText(/^It knows [\d,]+ of the 1,664 bits/)).toBeVisible({ timeout: 30_000 })
  await landing.button('close').tap()
  await expect(landing.strings).toBeInViewport({ ratio: 1 })
  await expect(page.locator('.legend-wrong'), 'red edges have their key').toBeInViewport({ ratio: 1 })
  await expect(page.getByText('Why is it flat?'), 'nothing is').toBeHidden()
  for (const strings of [128, 256]) {
    await landing.button('Give it twice as many').tap()
    await landing.answered(strings)
  }
  await page.getByText('Why is it flat?').tap()
  await expect(page.getByText(/^Its numbers hold only so many bits/)).toBeVisible()
})

test('without motion the end is shown, and the training when it is asked for', async ({ openLanding }) => {
  const landing = await openLanding({ reducedMotion: 'reduce' })
  await landing.open()
  await landing.answered(16)
  const shown = landing.page.locator('p.play-answer')
  await expect(shown).toContainText('448 of 448')
  const placeOf = () => landing.page.getByRole('link', { name: 'your own text' }).boundingBox()
  const place = await placeOf()
  await landing.button('watch slowly').click()
  await expect(shown).not.toContainText('448 of 448')
  expect(await placeOf(), 'no link comes under the pointer that stops it').toEqual(place)
  await landing.button('stop').click()
  await expect(shown).toContainText('448 of 448')
})

test('a string is looked into, or the training is watched, not both', async ({ openLanding }) => {
  const landing = await openLanding({ viewport: SCREENS[0] })
  const { page } = landing
  const inside = page.getByRole('heading', { name: 'Inside one string' })
  await landing.open()
  await landing.answered(16)
  await landing.strings.press('Enter')
  await expect(inside).toBeVisible()
  await landing.button('watch slowly').press('Enter')
  await expect(inside).toBeHidden()
  await expect(landing.button('stop')).toBeFocused()
  await landing.strings.press('Enter')
  await expect(inside).toBeVisible()
  await expect(landing.button('watch slowly')).toBeVisible()
})

test('with forced colours strings, known and not, can be told apart', async ({ openLanding }) => {
  const landing = await openLanding({ forcedColors: 'active' })
  const { page } = landing
  await landing.open('#play?n=64')
  await landing.answered(64)
  const colors = await page
    .locator('.strings-canvas')
    .first()
    .evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return []
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
      const seen = new Map<string, number>()
      for (let i = 0; i < pixels.length; i += 4) {
        if (pixels[i + 3] !== 255) continue
        const color = `${pixels[i]},${pixels[i + 1]},${pixels[i + 2]}`
        seen.set(color, (seen.get(color) ?? 0) + 1)
      }
      return [...seen].filter(([, count]) => count > 200).map(([color]) => color)
    })
  expect(colors.length).toBeGreaterThan(3)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
})

test('a link that cannot be read whole says so, and opens the rest', async ({ openLanding }) => {
  const landing = await openLanding()
  await landing.open('#play?n=100&d=12&seed=3')
  await landing.answered(16)
  await expect(landing.page.getByRole('alert')).toContainText('strings must be one of 8, 16, 32')
  await expect(landing.page.getByRole('heading', { level: 1 })).toContainText('2,400 numbers')
})

test('where the worker does not load, it says so, shows no training of a record, and goes on when it does', async ({
  openLanding,
  expectedComplaints,
}) => {
  expectedComplaints.push(/Failed to load resource/)
  const landing = await openLanding()
  const { page } = landing
  const workers = /lab\.worker/
  await page.route(workers, (route) => route.fulfill({ status: 404 }))
  await landing.open()
  await expect(page.getByRole('alert')).toHaveText(/^It cannot be trained here: .* did not load\. Reload/)
  await expect(page.locator('.play-now')).toHaveCount(0)
  await page.unroute(workers)
  await landing.button('Give it twice as many').click()
  await landing.answered(32)
})

test('at 200 % zoom, and on the narrowest phone, nothing is cut off', async ({ openLanding }) => {
  for (const width of [640, 320]) {
    const landing = await openLanding({ viewport: { width, height: 568 } })
    const { page } = landing
    await landing.open()
    await landing.answered(16)
    for (const strings of [32, 64]) {
      await landing.button('Give it twice as many').click()
      await landing.answered(strings)
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    const { x, width: wide } = (await page.locator('.prediction-text').boundingBox())!
    expect(x + wide).toBeLessThanOrEqual(width)
  }
})

test('a link’s dot is part of a line: fewer strings are trained after it', async ({ openLanding }) => {
  const landing = await openLanding()
  await landing.open('#play?n=256&seed=3')
  await landing.answered(256)
  await expect(landing.marks()).toHaveCount(4)
  await expect(landing.page.locator('.play-now text')).toHaveText(/^full: [\d,]+$/)
  await expect(landing.page.getByText('Why is it flat?')).toBeVisible()
})

test('below the fold every experiment has a card with its drawing and its time here', async ({
  openLanding,
}) => {
  const landing = await openLanding()
  const { page } = landing
  await landing.open()
  await landing.answered(16)
  await landing.button('15 experiments').click()
  await expect(page.getByText('its numbers are called parameters, and symbols tokens')).toBeInViewport()
  const cards = page.getByRole('listitem').filter({ has: page.locator('svg') })
  await expect(cards).toHaveCount(15)
  await expect(cards.first()).toContainText(/The capacity plateau.*Tiny: .* here/s, { timeout: 60_000 })
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  await cards.filter({ hasText: 'Double descent' }).getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Why does a model get worse')
  // The next press of Tab is in the experiment, not at the head of the document.
  await expect(page.getByRole('main')).toBeFocused()
})
