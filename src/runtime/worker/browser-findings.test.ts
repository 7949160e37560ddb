import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import { browserFindings } from './browser-findings'

it('keeps what was found by its key', async () => {
  expect(await browserFindings.read('a GPU')).toBeUndefined()
  await browserFindings.write('a GPU', 'rows64')
  await browserFindings.write('another', 'rows128')
  await browserFindings.write('a GPU', 'rows512')
  expect(await browserFindings.read('a GPU')).toBe('rows512')
  expect(await browserFindings.read('another')).toBe('rows128')
})

it('is as good as empty where the browser refuses', async () => {
  const { open } = indexedDB
  indexedDB.open = () => {
    throw new DOMException('no storage in a private window', 'SecurityError')
  }
  await browserFindings.write('a GPU', 'rows64')
  expect(await browserFindings.read('a GPU')).toBeUndefined()
  indexedDB.open = open
})
