/** How fast is this machine? From the footer to a report that leaves as a file and as a link, and comes back. */
import { writeFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { readReport } from '../src/core/benchmark/read-report'
import { test } from './lab-test'

const MINUTE = 60_000

test('this machine is measured, its report leaves as a file, and its link shows it to others', async ({
  lab,
  newLab,
}, info) => {
  const { page } = lab
  await lab.open('#capacity?v=1&preset=tiny&steps=5&datasetSizes=8&seeds=0')
  await lab.deviceReady()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('contentinfo').getByRole('link', { name: 'How fast is this machine?' }).click()
  await expect(page.getByRole('heading', { name: /How fast is this machine/ })).toBeFocused()

  await lab.button('Measure this machine').click()
  await expect(page.getByRole('progressbar', { name: 'Progress of the measurement' })).toBeVisible()
  await lab.button('Stop').click()
  await expect(page.getByText('Stopped before the end')).toBeVisible()
  await lab.button('Measure this machine').click()
  const own = page.getByRole('region', { name: 'This machine' })
  await expect(own).toBeVisible({ timeout: MINUTE })

  const file = await lab.download(own.getByRole('button', { name: 'Download report' }))
  expect(file.name).toMatch(/^plateau-device-\d{4}-\d\d-\d\d\.json$/)
  await writeFile(info.outputPath(file.name), file.bytes)
  const report = readReport(file.bytes.toString('utf8'))
  if ('problem' in report) throw new Error(report.problem)
  expect(report.platform).toMatch(/^Chrome \d+, /)
  expect(report.numerics.thread).toBeTruthy()
  expect(Object.values(report.peaks).length).toBeGreaterThan(0)
  const verdict = await own.getByText('The preset Quick would take').innerText()

  const axe = await new AxeBuilder({ page }).analyze()
  expect(axe.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])

  await own.getByRole('button', { name: 'Copy link' }).click()
  await expect(own.getByText('Link copied.')).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  const other = await newLab()
  await other.page.goto(link)
  const theirs = other.page.getByRole('region', { name: 'From the link' })
  await expect(theirs.getByText('The preset Quick would take')).toHaveText(verdict)
  await expect(theirs.getByRole('table')).toBeVisible()
  await other.page.goBack()

  await page.goBack()
  await expect(lab.button('Run')).toBeVisible()
  await lab.unfold('Settings')
  await expect(lab.field('Steps')).toHaveValue('5')
  await lab.button('Run').click()
  await lab.expectFinished(MINUTE)
})

test('a sweep that starts ends a measurement, and none begins beside it', async ({ lab }) => {
  const { page } = lab
  await lab.open('#capacity?v=1&preset=tiny&steps=100000&datasetSizes=8&seeds=0')
  await lab.deviceReady()
  const way = page.getByRole('contentinfo').getByRole('link', { name: 'How fast is this machine?' })
  await way.click()
  await lab.button('Measure this machine').click()
  await expect(page.getByRole('progressbar', { name: 'Progress of the measurement' })).toBeVisible()
  await page.getByRole('link', { name: /Back to the lab/ }).click()
  await lab.start()
  await expect.poll(() => lab.statValue('Step')).toBeGreaterThan(0)
  await way.click()
  await expect(page.getByText('A sweep is running: measure when it has ended.')).toBeVisible()
  await expect(lab.button('Measure this machine')).toBeDisabled()
  await page.goBack()
  await lab.button('Stop').click()
  await expect(lab.runBar.getByText('Stopped.')).toBeVisible()
})

test('a link that is no report says so', async ({ lab }) => {
  await lab.open('#device?v=1&rows=gpu,XS,1,soon')
  await expect(lab.page.getByRole('alert')).toContainText('This is no report of a benchmark')
  await expect(lab.button('Measure this machine')).toBeEnabled()
})
