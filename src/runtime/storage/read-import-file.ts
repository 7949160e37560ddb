import { type Endpoint, proxy, wrap } from 'comlink'
import type { ReadImport } from '@/core/results/read-import'
import type { TrialRecord } from '@/core/results/result'
import type { ImportWorkerApi } from '../protocol'

/** What reading needs of a Worker. */
export type ImportThread = Endpoint & { terminate(): void }

const startImportWorker = (): ImportThread =>
  new Worker(new URL('../worker/import.worker.ts', import.meta.url), {
    type: 'module',
    name: 'plateau import',
  })

/** The records of a file, read in a worker; on this thread where no worker starts. @throws where the browser cannot read the file. */
export async function readImportFile(
  file: Blob,
  startThread: () => ImportThread = startImportWorker,
): Promise<ReadImport> {
  const read = await readInWorker(file, startThread)
  if (read) return read
  const { readImport } = await import('@/core/results/read-import')
  return readImport(await file.text())
}

/** @returns undefined where the worker did not start, or was lost. */
async function readInWorker(file: Blob, startThread: () => ImportThread): Promise<ReadImport | undefined> {
  let worker: ImportThread
  try {
    worker = startThread()
  } catch {
    return undefined
  }
  const records: TrialRecord[] = []
  const lost = new Promise<undefined>((resolve) => {
    worker.addEventListener('error', () => resolve(undefined))
  })
  const take = proxy((slice: readonly TrialRecord[]) => void records.push(...slice))
  try {
    const rest = await Promise.race([wrap<ImportWorkerApi>(worker).read(file, take), lost])
    return rest && { records, ...rest }
  } finally {
    worker.terminate()
  }
}
