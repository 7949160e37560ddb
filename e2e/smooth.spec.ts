/** While models train, no task on the page's own thread takes over 50 ms: what is drawn follows, and what is pressed answers. */
import { expect } from '@playwright/test'
import { cell } from './lab-page'
import { test } from './lab-test'
import { longTasks, type MainThreadTask, tasksUntilFinished } from './main-thread'

test.use({ trace: 'off' })

/** Charts that are redrawn as a whole with every report, or all of them in one task, make some of them long. */
function expectShort(tasks: readonly MainThreadTask[]): void {
  const [longest] = tasks
  console.log(
    `  ${tasks.length} tasks on the page's thread, the longest ${longest?.ms.toFixed(0)} ms of processor time (${longest?.parts})`,
  )
  expect(tasks.length).toBeGreaterThan(100)
  expect(longTasks(tasks), 'tasks over 50 ms').toEqual([])
}

test('the page stays smooth while it trains', async ({ lab }) => {
  await lab.open('#capacity?v=1&preset=tiny&steps=6000&datasetSizes=8,16,32,64&seeds=0')
  await lab.deviceReady()
  await lab.button('Run').click()
  await expect.poll(() => lab.statValue('Step')).toBeGreaterThan(0)
  const tasks = await tasksUntilFinished(lab.page, 90_000)
  expectShort(tasks)
})

test('figures drawn from an exhibit follow a run, and the page stays smooth', async ({ lab }) => {
  const { page } = lab
  await lab.open('#double-descent?v=1&preset=tiny&steps=8000&datasetSizes=12,16&seeds=0,1')
  await lab.deviceReady()
  await lab.button('Run').click()
  const drawing = page.getByRole('group', { name: /^Chart: Loss against data/ })
  await expect
    .poll(async () => {
      await drawing.press('Home')
      return drawing.locator('[aria-live="polite"]').innerText()
    })
    .toContain('still training')
  const tasks = await tasksUntilFinished(page, 120_000)
  expectShort(tasks)

  const rows = await lab.readTable('Table: all 4 finished runs with settings and measures')
  expect(rows.map((row) => [cell(row, 'N'), cell(row, 'Seed')])).toEqual([
    ['12', '0'],
    ['12', '1'],
    ['16', '0'],
    ['16', '1'],
  ])
  const csv = await lab.download(lab.button('Download CSV: Loss against data'))
  expect(csv.name).toBe('plateau-double-descent-loss.csv')
  const [header, ...lines] = csv.bytes.toString('utf8').trim().split('\r\n')
  expect(header).toMatch(/^Line,/)
  expect(lines.filter((line) => line.startsWith('test,'))).toHaveLength(2)
  const svg = await lab.download(lab.button('Download SVG: Loss against data'))
  expect(svg.bytes.toString('utf8')).not.toMatch(/var\(|class=/)
})
