/** A class in real browsers: three tabs join by the printed link, one of them on a phone, and the front fills from all. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { test as base } from './lab-test'

interface OpenClass {
  /** For a tab, and for the front: hashes. */
  readonly join: string
  readonly front: string
  readonly file: string
}

const LAUNCHER = fileURLToPath(new URL('../bin/class.mjs', import.meta.url))
const CONFIG = '#capacity?v=1&preset=tiny.2'
const RUNS = 28

async function openClass(): Promise<OpenClass & { readonly address: string; readonly child: ChildProcess }> {
  const file = join(mkdtempSync(join(tmpdir(), 'plateau-class-')), 'class.jsonl')
  const child = spawn(process.execPath, [LAUNCHER, CONFIG, '--out', file, '--port', '0'])
  let text = ''
  child.stdout.on('data', (data) => {
    text += data
  })
  await expect.poll(() => text, { timeout: 120_000 }).toMatch(/The front is +\S+\n/)
  const link = (line: string) => new URL(new RegExp(`${line} +(\\S+)`).exec(text)![1]!)
  const [tab, front] = [link('Tabs join by'), link('The front is')]
  // The server listens at 127.0.0.1 alone.
  return { join: tab.hash, front: front.hash, file, address: `http://127.0.0.1:${tab.port}`, child }
}

const test = base.extend<object, { readonly opened: Awaited<ReturnType<typeof openClass>> }>({
  opened: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    async ({}, use) => {
      const opened = await openClass()
      await use(opened)
      opened.child.kill('SIGTERM')
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ opened }, use) => use(opened.address),
})

const violationsOf = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map((n) => n.html)])

test('three tabs join, and the front fills', async ({ opened, newLab }, testInfo) => {
  const front = await newLab()
  await front.page.goto(`${opened.address}/${opened.front}`)
  const theClass = front.page.getByRole('region', { name: 'The class' })
  await expect(theClass).toContainText(`0 of ${RUNS} runs`)
  await expect(front.page.getByRole('img', { name: 'Code of the address by which tabs join' })).toBeVisible()

  const tabs: Page[] = []
  for (const size of [{ width: 390, height: 844 }, undefined, undefined]) {
    const { page } = await newLab()
    if (size) await page.setViewportSize(size)
    await page.goto(`${opened.address}/${opened.join}`)
    tabs.push(page)
  }
  const [phone, , third] = tabs as [Page, Page, Page]
  await expect(phone.getByText(/^This tab: (run \d+, \d+ strings|\d+ runs, )/)).toBeVisible({
    timeout: 60_000,
  })
  await expect(theClass).toContainText('3 tabs', { timeout: 60_000 })
  await testInfo.attach('phone', { body: await phone.screenshot(), contentType: 'image/png' })
  await phone.screenshot({ path: testInfo.outputPath('phone.png') })
  expect(await violationsOf(phone)).toEqual([])
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)

  await third.getByRole('button', { name: 'Leave the class' }).click()
  await expect(third.getByText('You have left the class.')).toBeVisible()
  await expect(theClass).toContainText('2 tabs')

  await expect(theClass).toContainText(`${RUNS} of ${RUNS} runs`, { timeout: 180_000 })
  await expect(phone.getByText('Every run is there. Look at the front.')).toBeVisible()
  await expect(front.chart('Memorised bits against data')).toBeVisible()
  await expect(front.page.getByText('would tell'), 'no preset can be chosen here').toHaveCount(0)
  await expect(front.page.getByRole('region', { name: 'Sanity check' })).toContainText(`${RUNS} of ${RUNS}`)
  await front.page.screenshot({ path: testInfo.outputPath('front.png') })
  expect(await violationsOf(front.page)).toEqual([])
  expect(new URL(front.page.url()).hash, 'a reload opens it again').toBe(opened.front)
  const lines = readFileSync(opened.file, 'utf8').trimEnd().split('\n')
  expect(new Set(lines.map((line) => JSON.parse(line).trialKey)).size).toBe(RUNS)
  expect(lines).toHaveLength(RUNS)
})

test('a link without its token says so', async ({ opened, lab }) => {
  await lab.page.goto(`${opened.address}/#class?join=`)
  await expect(lab.page.getByText('This link is not whole. Scan the code anew.')).toBeVisible()
  await lab.page.goto('about:blank')
  await lab.page.goto(`${opened.address}/#class?join=${'x'.repeat(22)}`)
  await expect(
    lab.page.getByText('This link leads to no class that is open here. Scan the code anew.'),
  ).toBeVisible()
  await lab.page.getByRole('link', { name: 'Open the lab' }).click()
  await expect(lab.page.getByRole('region', { name: 'Run', exact: true })).toBeVisible()
})
