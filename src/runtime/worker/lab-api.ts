/** The API of a lab thread: the runner, one run at a time. What a benchmark needs beyond it is loaded with the first one. */

import { BUILD_COMMIT } from '@/core/build'
import type { BenchmarkHost } from '@/measure/host'
import type { LabWorkerApi } from '../protocol'
import type { RunnerHost } from '../runner/host'
import { probeDevice } from '../runner/probe-device'
import { createRunControl } from '../runner/run-control'
import { runSweep } from '../runner/run-sweep'

export function createLabApi(host: RunnerHost): LabWorkerApi {
  let control = createRunControl()
  return {
    probe: (choice, onCompiled) => probeDevice(choice, host, onCompiled),
    async benchmark(choice, onProgress) {
      control = createRunControl()
      const { signal } = control
      const { benchmarkDevice } = await import('@/measure/benchmark-device')
      return benchmarkDevice(choice, benchmarkHost(host), signal, onProgress).catch((error: unknown) => {
        if (signal.aborted) return undefined
        throw error
      })
    },
    async timeThread(task) {
      const { timeThread } = await import('@/measure/time-thread')
      return timeThread(task, host)
    },
    async run(request, onEvent) {
      control = createRunControl()
      await runSweep(request, host, control, onEvent)
    },
    pause: () => control.pause(),
    resume: () => control.resume(),
    stop: () => control.stop(),
  }
}

function benchmarkHost({ wasmPaths, now, date, platform = '', pool }: RunnerHost): BenchmarkHost {
  return {
    wasmPaths,
    now,
    date,
    // A browser does not tell the processor's name.
    machine: { platform, processor: '' },
    commit: BUILD_COMMIT,
    pool: pool && {
      count: pool.count,
      open() {
        const worker = pool.open()
        return { time: (task) => worker.timeThread(task), close: () => worker.close() }
      },
    },
  }
}
