/** The runner's pool of workers in Node: one thread for each core. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter'
import { openLink } from '@/runtime/link'
import type { PoolWorker, WorkerPool } from '@/runtime/runner/host'

export const nodePool: WorkerPool = { count: availableParallelism(), open: openPoolWorker }

function openPoolWorker(): PoolWorker {
  const script = new URL('./pool-worker.js', import.meta.url)
  const worker = new Worker(script)
  return openLink({
    endpoint: nodeEndpoint(worker),
    terminate: () => void worker.terminate(),
    onLost(listener) {
      worker.on('error', (error) => listener(error.message))
      worker.on('exit', (code) => listener(`it ended with code ${code}`))
    },
  })
}
