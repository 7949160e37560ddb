/** Reads a file of results away from the page's thread: parsing and checking tens of thousands of records takes seconds. */
import '@/core/no-eval'
import * as Comlink from 'comlink'
import { readImport } from '@/core/results/read-import'
import type { ImportWorkerApi } from '../protocol'

/** Records of one message: the page takes each in a few milliseconds. */
const SLICE = 200

const api: ImportWorkerApi = {
  async read(file, take) {
    const { records, ...rest } = readImport(await file.text())
    // Awaited: the page is asked for its next turn only when it has had this one.
    for (let start = 0; start < records.length; start += SLICE)
      await take(records.slice(start, start + SLICE))
    return rest
  },
}
Comlink.expose(api)
