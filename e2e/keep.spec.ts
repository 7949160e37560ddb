/** What was finished is kept, or the page says that it is not, whatever storage and extensions do. */
import { expect } from '@playwright/test'
import { test } from './lab-test'

const MANY_SHORT_RUNS =
  '#capacity?v=1&preset=tiny&steps=5&datasetSizes=8,9,10,11,12,13,14,15&seeds=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15'
const TWO_RUNS = '#capacity?v=1&preset=tiny&steps=5&datasetSizes=8,16&seeds=0'
/** Seconds each but for the first, so that a look once a second finds the sweep on its way, also on a quick machine. */
const FOUR_RUNS = '#capacity?v=1&preset=tiny&steps=6000&datasetSizes=8,64,128,256&seeds=0'

test('a tab that is closed as soon as it says Finished has stored every run, each once', async ({
  lab,
  watchPage,
}) => {
  await lab.page.addInitScript(countWrites)
  await lab.open(MANY_SHORT_RUNS)
  await lab.deviceReady()
  await lab.button('Run').click()
  await lab.expectFinished(120_000)
  const writes = await lab.page.evaluate(() => writesToRecords)
  const next = watchPage(await lab.page.context().newPage())
  await lab.page.close()
  await next.open(MANY_SHORT_RUNS)
  await expect(next.source).toContainText('128 finished runs')
  expect(writes).toBe(128)
})

test('storage that never answers: the run goes on and ends, its lock goes, and results can be taken along', async ({
  lab,
}) => {
  await lab.page.addInitScript(() => {
    IDBFactory.prototype.open = () =>
      Object.assign(new EventTarget(), { readyState: 'pending' }) as IDBOpenDBRequest
  })
  await lab.open(TWO_RUNS)
  await lab.deviceReady()
  await lab.button('Run').click()
  await lab.expectFinished(60_000)
  const notice = lab.notice('Results are not kept')
  await expect(notice).toContainText('does not answer')
  expect(await lab.page.evaluate(async () => (await navigator.locks.query()).held)).toEqual([])
  const { bytes } = await lab.download(notice.getByRole('button', { name: 'Download all runs' }))
  expect(JSON.parse(bytes.toString('utf8'))).toHaveLength(2)
})

test('what another tab deletes in mid-sweep is stored again', async ({ lab, watchPage }) => {
  await lab.open(FOUR_RUNS)
  await lab.deviceReady()
  const other = watchPage(await lab.page.context().newPage())
  await other.open()
  await lab.button('Run').click()
  await expect(lab.stat('Runs finished')).toHaveText(/^[12] of 4$/, { timeout: 60_000 })
  await other.page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.deleteDatabase('plateau').onsuccess = resolve
      }),
  )
  await lab.expectFinished(60_000)
  await lab.page.reload()
  await expect(lab.source).toContainText('4 finished runs')
})

test('a translator that takes every text away from the page leaves it running, with numbers that go on', async ({
  lab,
}) => {
  await lab.open(FOUR_RUNS)
  await lab.deviceReady()
  await lab.page.evaluate(translateForEver)
  await lab.button('Run').click()
  await expect.poll(() => lab.statValue('Step')).toBeGreaterThan(0)
  await lab.expectFinished(60_000)
  await expect(lab.button('Run again with new strings')).toBeEnabled()
  await expect(lab.source).toContainText('4 finished runs')
  await lab.page.locator('.preset').filter({ hasText: 'Quick' }).click()
  await expect(lab.preset('Quick')).toBeChecked()
})

declare const writesToRecords: number

/** Runs in the page: counts the records that it writes into storage. */
function countWrites(): void {
  const { put } = IDBObjectStore.prototype
  let writes = 0
  Object.defineProperty(window, 'writesToRecords', { get: () => writes })
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...row) {
    if (this.name === 'records') writes++
    return put.apply(this, row)
  }
}

/** Runs in the page: puts every text into an element of its own, at each change. */
function translateForEver(): void {
  const root = document.getElementById('root')!
  const translate = () => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    while (walker.nextNode()) texts.push(walker.currentNode as Text)
    for (const text of texts) {
      if (text.parentElement?.closest('font, svg, style')) continue
      const font = document.createElement('font')
      text.replaceWith(font)
      font.append(text)
    }
  }
  new MutationObserver(translate).observe(root, { childList: true, characterData: true, subtree: true })
  translate()
}
