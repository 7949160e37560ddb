/** What a visitor waits for: bytes that the page loads, compressed. */
import { gzipSync } from 'node:zlib'
import { type APIRequestContext, expect } from '@playwright/test'
import { test } from './lab-test'

async function compressedKib(request: APIRequestContext, files: Iterable<string>): Promise<number> {
  let bytes = 0
  for (const file of files) bytes += gzipSync(await (await request.get(file)).body()).length
  return bytes / 1024
}

const MOST_SHELL_KIB = 170

test('the shell is small: charts, lessons, storage and tf.js come later', async ({ request }) => {
  const page = await (await request.get('/')).text()
  const named = [...page.matchAll(/(?:src|href)="(\.\/assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file!)
  expect(named.length).toBeGreaterThanOrEqual(2)
  const kib = await compressedKib(request, named)
  console.log(`  ${named.length} files, ${kib.toFixed(0)} KiB compressed`)
  expect(kib).toBeLessThanOrEqual(MOST_SHELL_KIB)
})

/** With the face of the headings. */
const MOST_VISIT_KIB = 390

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
