/** A server for the tests of one file, with collectors and workers that end with each test. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, vi } from 'vitest'
import type { Sweep } from '@/core/sweep/sweep'
import { hasServer, type OwnServer, startServer } from '../queue/faults/own-server'
import { fakeHost, keysIn, type Running, startCollector, startWorker, sweepOf } from './fake-lab'

export const WAIT = { timeout: 50_000, interval: 20 }

/** Four trials, and 64. */
export const small = sweepOf({ datasetSizes: [8, 16], seeds: [0, 1] })
export const many = sweepOf({ datasetSizes: [8, 16, 32, 64], seeds: Array.from({ length: 16 }, (_, i) => i) })

let server: OwnServer
let folder: string
let files = 0
const begun: Running<unknown>[] = []

/** The server of this file, while its tests run. */
export const stageServer = (): OwnServer => server

export const newFile = (): string => join(folder, `${++files}.jsonl`)

/** How many records a file has by now. */
export const lines = (path: string): number => (existsSync(path) ? keysIn(path).length : 0)

export function collect(sweep: Sweep, path: string): Running<number> {
  const collector = startCollector(server.url, sweep, path)
  begun.push(collector)
  return collector
}

export function addWorker(host = fakeHost(), options?: Parameters<typeof startWorker>[2]): Running<void> {
  const worker = startWorker(server.url, host, options)
  begun.push(worker)
  return worker
}

/** Tests that are left out where there is no server. */
export function describeOnServer(title: string, tests: () => void): void {
  describe.skipIf(!hasServer())(title, () => {
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'plateau-queue-'))
      server = await startServer()
      vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    })
    beforeEach(() => server.client.flushall())
    afterEach(async () => {
      for (const running of begun.splice(0)) {
        running.stop()
        await running.ended.catch(() => undefined)
      }
    })
    afterAll(async () => {
      vi.restoreAllMocks()
      await server.close()
      rmSync(folder, { recursive: true })
    })
    tests()
  })
}

/** What waits until a test lets it go on. */
export function gate() {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}
