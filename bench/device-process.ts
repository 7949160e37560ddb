/** The lab's own benchmark of this machine, as the page runs it, in a process of its own. */
import { cpus } from 'node:os'
import { commitOf } from '@/cli/commit'
import { offerWebGpu } from '@/cli/hosts/dawn'
import { prepareNodeHost } from '@/cli/hosts/node-host'
import { nodePool } from '@/cli/hosts/node-pool'
import { reportOf } from './report-process'

const SYSTEMS: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' }

const [root] = process.argv.slice(2) as [string]
await reportOf(async () => {
  const { wasmPaths, now, date } = prepareNodeHost()
  await offerWebGpu('auto', () => undefined)
  // tf.js looks for its globals while it is imported, so whatever imports it comes last.
  const { benchmarkDevice } = await import('@/measure/benchmark-device')
  const host = {
    wasmPaths,
    now,
    date,
    machine: {
      platform: `Node ${process.versions.node}, ${SYSTEMS[process.platform] ?? process.platform}`,
      processor: cpus()[0]?.model.trim().slice(0, 80) ?? '',
    },
    commit: commitOf(root),
    pool: {
      count: nodePool.count,
      open() {
        const worker = nodePool.open()
        return { time: worker.timeThread, close: () => worker.close() }
      },
    },
  }
  return benchmarkDevice('auto', host, new AbortController().signal, () => undefined)
})
