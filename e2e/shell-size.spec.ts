/** What a visitor waits for before the page stands: its script and style, compressed, without what it loads later. */
import { gzipSync } from 'node:zlib'
import { expect } from '@playwright/test'
import { test } from './lab-test'

const MOST_KIB = 200

test('the shell is small: charts, lessons, storage and tf.js come later', async ({ request }) => {
  const page = await (await request.get('/')).text()
  const named = [...page.matchAll(/(?:src|href)="(\.\/assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file!)
  expect(named.length).toBeGreaterThanOrEqual(2)
  let bytes = 0
  for (const file of named) bytes += gzipSync(await (await request.get(file)).body()).length
  console.log(`  ${named.length} files, ${(bytes / 1024).toFixed(0)} KiB compressed`)
  expect(bytes / 1024).toBeLessThanOrEqual(MOST_KIB)
})
