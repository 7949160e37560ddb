/** Broken permalinks: each is refused by name, and the lab works all the same. */
import { expect } from '@playwright/test'
import { test } from './lab-test'

interface BrokenLink {
  readonly what: string
  readonly hash: string
  /** The field that the message names; undefined where it is about the whole link. */
  readonly field: string | undefined
  readonly message: RegExp
}

const tiny = (rest: string) => `#capacity?v=1&preset=tiny&${rest}`
const list = (length: number) => Array.from({ length }, (_, i) => i + 1).join(',')

const BROKEN: readonly BrokenLink[] = [
  {
    what: 'an unknown experiment',
    hash: '#levitation?v=1',
    field: 'experiment',
    message: /"levitation" is unknown/,
  },
  {
    what: 'an unknown preset',
    hash: '#capacity?v=1&preset=huge',
    field: 'preset',
    message: /"huge" is unknown/,
  },
  { what: 'an unknown field', hash: tiny('colour=red'), field: 'colour', message: /is no field of capacity/ },
  { what: 'a repeated field', hash: tiny('steps=10&steps=20'), field: 'steps', message: /given twice/ },
  {
    what: 'a version from elsewhere',
    hash: '#capacity?v=99&preset=tiny',
    field: 'v',
    message: /"99" is a version/,
  },
  { what: 'a word for a number', hash: tiny('steps=NaN'), field: 'steps', message: /must be a whole number/ },
  { what: 'a negative number', hash: tiny('steps=-5'), field: 'steps', message: /from 1 to 1000000/ },
  { what: 'zero', hash: tiny('layers=0'), field: 'layers', message: /from 1 to 16/ },
  { what: 'a huge number', hash: tiny('width=1e300'), field: 'width', message: /from 2 to 512/ },
  { what: 'a fraction', hash: tiny('vocab=16.5'), field: 'vocab', message: /must be a whole number/ },
  {
    what: 'heads that do not divide the width',
    hash: tiny('heads=3'),
    field: 'heads',
    message: /3 heads do not divide width 8/,
  },
  {
    what: 'more heads than widths',
    hash: tiny('heads=1,2,4'),
    field: 'heads',
    message: /3 values for 1 widths/,
  },
  { what: 'an empty list', hash: tiny('seeds='), field: 'seeds', message: /at least one value/ },
  {
    what: 'a list too long',
    hash: tiny(`datasetSizes=${list(25)}`),
    field: 'datasetSizes',
    message: /at most 24 values/,
  },
  {
    what: 'too many trials',
    hash: tiny(`layers=${list(8)}&datasetSizes=${list(24)}&seeds=${list(6)}`),
    field: 'seeds',
    message: /makes 1152 trials; at most 1000/,
  },
  {
    what: 'more strings than exist',
    hash: tiny('vocab=2&datasetSizes=64'),
    field: 'datasetSizes',
    message: /64 strings are too many: only 2\^8/,
  },
  { what: 'a broken % escape', hash: tiny('steps=%E0%A4%A'), field: undefined, message: /broken % escape/ },
  {
    what: 'names of the language',
    hash: tiny('__proto__=1&constructor=2&toString=3'),
    field: '__proto__',
    message: /is no field of capacity/,
  },
  {
    what: 'a script',
    hash: tiny(`source=${encodeURIComponent('<img src=x onerror="window.wasExecuted=true">')}`),
    field: 'source',
    message: /must be one of: uniform/,
  },
  {
    what: 'an endless link',
    hash: tiny(`steps=${'9'.repeat(5000)}`),
    field: undefined,
    message: /at most 4096 are read/,
  },
]

for (const { what, hash, field, message } of BROKEN) {
  test(`refuses by name: ${what}`, async ({ lab }) => {
    await lab.open(hash)
    const notice = lab.notice('This link could not be opened')
    const complaint = notice.getByRole('listitem').filter({ hasText: message }).first()
    await expect(complaint).toBeVisible()
    if (field === undefined) await expect(complaint.locator('code')).toHaveCount(0)
    else await expect(complaint.locator('code').filter({ hasText: field })).toBeVisible()
    await expect(notice).toContainText('The preset Tiny is shown instead.')

    await expect(lab.preset('Tiny')).toBeChecked()
    await lab.unfold('Settings')
    await expect(lab.field('Steps')).toHaveValue('300')
    await expect(lab.button('Run')).toBeEnabled()
    const innocent = await lab.page.evaluate(
      () =>
        !('wasExecuted' in window) &&
        !('steps' in {}) &&
        Object.prototype.toString.call([]) === '[object Array]',
    )
    expect(innocent, 'nothing in the link was executed').toBe(true)
  })
}

test('a script in every part of a link is text', async ({ lab }) => {
  const script = encodeURIComponent('"><script>wasExecuted=1</script><img src=x onerror=wasExecuted=1>')
  for (const hash of [
    `#${script}`,
    `#capacity?v=${script}`,
    `#capacity?preset=${script}`,
    tiny(`${script}=1`),
  ]) {
    await lab.open(hash)
    await expect(lab.notice('This link could not be opened').getByRole('listitem').first()).toBeVisible()
    await expect(lab.button('Run')).toBeEnabled()
    expect(await lab.page.evaluate(() => 'wasExecuted' in window)).toBe(false)
    await expect(lab.page.locator('main img[src], main script')).toHaveCount(0)
  }
})

test('after a broken link the lab runs, and a link that is mended opens', async ({ lab }) => {
  await lab.open(tiny('steps=lots'))
  const notice = lab.notice('This link could not be opened')
  await expect(notice).toBeVisible()
  expect(new URL(lab.page.url()).hash, 'the link stays, so that it can be mended').toBe(tiny('steps=lots'))

  await lab.page.evaluate((hash) => {
    window.location.hash = hash
  }, tiny('steps=20&datasetSizes=8&seeds=0'))
  await expect(notice).toBeHidden()
  await lab.unfold('Settings')
  await expect(lab.field('Steps')).toHaveValue('20')
  await lab.button('Run').click()
  await lab.expectFinished(30_000)

  await lab.page.evaluate(() => {
    window.location.hash = '#capacity?v=1&width=wide'
  })
  await expect(notice).toContainText('width')
  await notice.getByRole('button', { name: 'Dismiss' }).click()
  await expect(notice).toBeHidden()
  await expect.poll(() => new URL(lab.page.url()).hash).toBe('#capacity?v=1&preset=tiny.2')
})
