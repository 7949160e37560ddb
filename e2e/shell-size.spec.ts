/** What a visitor waits for: bytes that the page loads, compressed. */
import { gzipSync } from 'node:zlib'
import { type APIRequestContext, expect } from '@playwright/test'
import { test } from './lab-test'

async function compressedKib(request: APIRequestContext, files: Iterable<string>): Promise<number> {
  let bytes = 0
  for (const file of files) bytes += gzipSync(await (await request.get(file)).body()).length
  return bytes / 1024
}

/** With the landing page. */
const MOST_SHELL_KIB = 200

test('the shell and the landing page are small: charts, lessons, storage and tf.js come later', async ({
  lab,
  request,
}) => {
  await lab.open('')
  await expect(lab.page.getByRole('status')).toHaveText(/^It remembers 448 of 448 bits/)
  const loaded = await lab.page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name),
  )
  expect(loaded.filter((url) => /tfjs|exhibit|lesson|microscope|dexie/.test(url))).toEqual([])
  // What the worker imports comes after it, and nobody waits for it: recorded frames play until then.
  const worker = loaded.findIndex((url) => /lab\.worker/.test(url))
  expect(worker).toBeGreaterThan(0)
  const shell = loaded.slice(0, worker).filter((url) => /\.(js|css)$/.test(url))
  expect(shell.length).toBeGreaterThanOrEqual(3)
  const kib = await compressedKib(request, shell)
  console.log(`  ${shell.length} files, ${kib.toFixed(0)} KiB compressed`)
  expect(kib).toBeLessThanOrEqual(MOST_SHELL_KIB)
})

/** With the face of the headings. */
const MOST_VISIT_KIB = 400

test('a visit is small until the first figure is drawn and the device measured', async ({ lab, request }) => {
  const loaded = new Set<string>()
  lab.page.on('response', (response) => loaded.add(response.url()))
  await lab.open()
  await lab.deviceReady()
  await expect(lab.chart('Memorised bits against data')).toBeVisible()
  await lab.page.waitForLoadState('networkidle')
  const files = [...loaded].filter((url) => /^https?:/.test(url))
  const names = files.map((file) => new URL(file).pathname)
  expect(names).toContainEqual(expect.stringMatching(/lab\.worker-.*\.js$/))
  expect(names.filter((name) => /tfjs|wasm$/.test(name))).toEqual([])
  const kib = await compressedKib(request, files)
  console.log(`  ${files.length} files, ${kib.toFixed(0)} KiB compressed`)
  expect(kib).toBeLessThanOrEqual(MOST_VISIT_KIB)
})
