import { expose } from 'comlink'
import { expect, it } from 'vitest'
import { recordsToJson } from '@/core/results/export'
import { readImport } from '@/core/results/read-import'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import type { ImportWorkerApi } from '../protocol'
import { readImportFile } from './read-import-file'

const records = Array.from({ length: 5 }, (_, seed) => exampleRecord(exampleTrial({ seed })))
const file = new Blob([recordsToJson(records)])
const expected = { records, refused: 0, firstProblem: undefined, unread: 0 }

/** A thread that is no thread, with the import worker's end on its other side. */
function fakeThread(api: ImportWorkerApi) {
  const { port1, port2 } = new MessageChannel()
  expose(api, port1)
  port1.start()
  port2.start()
  let ended = 0
  const thread = Object.assign(port2, {
    terminate() {
      ended++
      port2.close()
    },
  })
  return { thread, ended: () => ended }
}

it('reads a file in a worker, slice by slice, and ends it', async () => {
  const { thread, ended } = fakeThread({
    async read(asked, take) {
      const { records: all, ...rest } = readImport(await asked.text())
      for (const record of all) await take([record])
      return rest
    },
  })
  expect(await readImportFile(file, () => thread)).toEqual(expected)
  expect(ended()).toBe(1)
})

it('reads it here where no worker can be started', async () => {
  const refuse = () => {
    throw new DOMException('not in this frame', 'SecurityError')
  }
  expect(await readImportFile(file, refuse)).toEqual(expected)
})

it('reads it here where the worker is lost, and counts nothing twice', async () => {
  const { thread, ended } = fakeThread({
    async read(_, take) {
      await take(records.slice(0, 1))
      thread.dispatchEvent(new Event('error'))
      return new Promise(() => undefined)
    },
  })
  expect(await readImportFile(file, () => thread)).toEqual(expected)
  expect(ended()).toBe(1)
})

it('says what the worker could not read', async () => {
  const { thread, ended } = fakeThread({
    read: () => Promise.reject(new Error('the disk was taken out')),
  })
  await expect(readImportFile(file, () => thread)).rejects.toThrow('the disk was taken out')
  expect(ended()).toBe(1)
})
