/** A class in real browsers: three tabs join by the printed link, one of them on a phone, and the front fills from all. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { io, type Socket } from 'socket.io-client'
import { plausibleLie } from '../src/class/testing/plausible-lie'
import type { TrialRecord } from '../src/core/results/result'
import { type Entry, ROOM_BUILD, SOCKET_PATH } from '../src/core/room/messages'
import { readRoomHash } from '../src/core/room/room-hash'
import { cell, numberIn, TABLES } from './lab-page'
import { test as base } from './lab-test'
import { expectSame, LATE_QUESTION, type OpenClass, openClass, recordsIn, trainAlone } from './open-class'

const CONFIG = '#capacity?v=1&preset=tiny.2'
const RUNS = 28

const test = base.extend<{ readonly opened: OpenClass }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
  opened: async ({}, use) => {
    const opened = await openClass(CONFIG)
    await use(opened)
    opened.child.kill('SIGTERM')
  },
  baseURL: async ({ opened }, use) => use(opened.join.origin),
})

test.use({ expectedComplaints: [LATE_QUESTION] })

let alone: readonly TrialRecord[]
test.beforeAll(() => {
  alone = trainAlone(CONFIG)
})

const violationsOf = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map((n) => n.html)])

test('three tabs join, and the front fills', async ({ opened, newLab }, testInfo) => {
  const front = await newLab()
  await front.page.goto(opened.front.href)
  const theClass = front.page.getByRole('region', { name: 'The class' })
  await expect(theClass).toContainText(`0 of ${RUNS} runs`)
  await expect(front.page.getByRole('img', { name: 'Code of the address by which tabs join' })).toBeVisible()

  const tabs: Page[] = []
  for (const size of [{ width: 390, height: 844 }, undefined, undefined]) {
    const { page } = await newLab()
    if (size) await page.setViewportSize(size)
    await page.goto(opened.join.href)
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
  await expect(phone.getByText('You may close this page.')).toBeVisible({ timeout: 60_000 })
  await expect(front.chart('Memorised bits against data')).toBeVisible()
  await expect(front.page.getByText('would tell'), 'no preset can be chosen here').toHaveCount(0)
  await expect(front.page.getByRole('region', { name: 'Sanity check' })).toContainText(`${RUNS} of ${RUNS}`)
  await front.page.screenshot({ path: testInfo.outputPath('front.png') })
  expect(await violationsOf(front.page)).toEqual([])
  expect(new URL(front.page.url()).hash, 'a reload opens it again').toBe(opened.front.hash)
  expectSame(recordsIn(opened.file), alone)
})

test('a lie leaves the file and the chart, and what a tab calls itself never comes there', async ({
  opened,
  newLab,
}) => {
  const front = await newLab()
  await front.page.goto(opened.front.href)
  const theClass = front.page.getByRole('region', { name: 'The class' })
  await expect(theClass).toContainText(`0 of ${RUNS} runs`)
  const tabs = ['honest', 'liar'].map((name) => {
    const { token } = readRoomHash(opened.join.hash)!
    const auth: Entry = { role: 'join', token, tab: name.padEnd(22, '0'), build: ROOM_BUILD }
    return io(opened.join.origin, { path: `/${SOCKET_PATH}`, auth, forceNew: true })
  })
  const [honest, liar] = tabs as [Socket, Socket]
  const send = async (tab: Socket, record: TrialRecord) => (await tab.emitWithAck('record', record)).status
  const words = ['<img src=x onerror="document.title=1">Mia', 'GPU \u202egnp.exe', 'W'.repeat(256)]
  // The largest: a fifth less of them is seen.
  const largestFirst = alone.toSorted((a, b) => b.memorizedBits - a.memorizedBits)
  const [first, second, third, fourth, lied] = largestFirst as [
    TrialRecord,
    TrialRecord,
    TrialRecord,
    TrialRecord,
    TrialRecord,
  ]
  const expectShown = (...records: readonly TrialRecord[]) =>
    expect(async () => {
      await expect(theClass).toContainText(`${records.length} of ${RUNS} runs`)
      await expect(theClass).not.toContainText('to check')
      const rows = await front.readTable(TABLES.runs)
      const bits = rows.map((row) => numberIn(cell(row, 'Memorised, bits')))
      const expected = records.map((record) => Math.round(record.memorizedBits))
      expect(bits.toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b))
      expectSame(recordsIn(opened.file), records)
    }).toPass()

  expect(await send(honest, { ...first, device: words[0]! })).toBe('taken')
  expect(await send(honest, { ...second, device: words[1]! }), 'no name turns the line').toBe('mistaken')
  expect(await send(honest, { ...third, device: words[2]! })).toBe('taken')
  expect(await send(liar, fourth)).toBe('taken')
  await expectShown(first, third, fourth)
  const page = await front.page.evaluate(() => document.title + document.documentElement.outerHTML)
  for (const word of ['onerror', 'Mia', '\u202e', 'gnp', 'WWWW']) expect(page).not.toContain(word)

  const gone = new Promise((resolve) => liar.once('disconnect', resolve))
  expect(await send(liar, plausibleLie(lied))).toBe('taken')
  await gone
  // All that the liar has sent is gone; of what the server has trained again it knows the truth.
  await expectShown(first, third, lied)
  for (const tab of tabs) tab.disconnect()
})

test('a link without its token says so', async ({ lab }) => {
  await lab.page.goto('/#class?join=')
  await expect(lab.page.getByText('This link is not whole. Scan the code anew.')).toBeVisible()
  await lab.page.goto('about:blank')
  await lab.page.goto(`/#class?join=${'x'.repeat(22)}`)
  await expect(
    lab.page.getByText('This link leads to no class that is open here. Scan the code anew.'),
  ).toBeVisible()
  await lab.page.getByRole('link', { name: 'Open the lab' }).click()
  await expect(lab.page.getByRole('region', { name: 'Run', exact: true })).toBeVisible()
})
