/** The runner's lanes in Node: one thread a core. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter'
import { openLink } from '@/runtime/link'
import type { Lane, Lanes } from '@/runtime/runner/host'

export const nodeLanes: Lanes = { count: availableParallelism(), open: openNodeLane }

function openNodeLane(): Lane {
  const script = new URL('./lane-thread.js', import.meta.url)
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
