/**
 * The API of a lab thread: the runner, one run at a time, and the models that it trained. What benchmarks and questions need beyond it is loaded with the
 * first one.
 */

import { transfer } from 'comlink'
import { BUILD_COMMIT } from '@/core/build'
import type { BenchmarkHost } from '@/measure/host'
import { createModelStore } from '../models/model-store'
import type { LabEvent, LabWorkerApi } from '../protocol'
import type { ModelClient, TrainedModel } from '../questions'
import type { RunnerHost } from '../runner/host'
import { probeDevice } from '../runner/probe-device'
import { createRunControl } from '../runner/run-control'
import { runSweep } from '../runner/run-sweep'

export function createLabApi(host: RunnerHost): LabWorkerApi {
  let control = createRunControl()
  const models = createModelStore()
  let sessions: Promise<ModelClient> | undefined
  const opened = () => {
    sessions ??= import('../models/sessions').then(({ createModelSessions }) =>
      createModelSessions(models, host),
    )
    return sessions
  }
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
      await runSweep(request, host, control, (event: LabEvent) => {
        if (event.type !== 'model-trained') onEvent(event)
        else if (request.models === 'keep') models.keep(event.model)
        else onEvent(transfer(event, memoryOf(event.model)))
      })
    },
    openModel: async (request, onProgress) => (await opened()).openModel(request, onProgress),
    askModel: async (session, question) => (await opened()).askModel(session, question),
    abandonAnswer: async (session) => (await opened()).abandonAnswer(session),
    closeModel: async (session) => (await opened()).closeModel(session),
    pause: () => control.pause(),
    resume: () => control.resume(),
    stop: () => control.stop(),
  }
}

/** The memory of a model's weights, which moves to the thread that it is handed over to. */
const memoryOf = ({ snapshots }: TrainedModel): ArrayBuffer[] =>
  snapshots.flatMap(({ weights }) => (weights.buffer instanceof ArrayBuffer ? [weights.buffer] : []))

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
