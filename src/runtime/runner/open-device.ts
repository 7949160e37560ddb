/**
 * Opens the device that trains. Where `auto` finds a GPU, GPU and processor train the same model for a moment each, and the faster one is
 * taken: at the widths of most presets a laptop's GPU may be the slower of the two.
 */
import { trainingStrings } from '@/core/data/dataset'
import { makeTrial } from '@/core/sweep/trial'
import { datasetRequest } from '@/core/sweep/trial-strings'
import { valueText } from '@/core/text/number'
import { populationSpec } from '@/engine/contract/population-spec'
import { type Backend, type BackendRequest, openBackend } from '@/engine/devices/backend'
import type { RunnerHost } from './host'
import { secondsPerStep } from './measure-speed'
import { poolFor } from './run-in-pool'

/** Capacity's Quick at d 16, the widest model of most presets, with a third of its strings: about 15 ms on one core. */
const DECIDING_TRIAL = makeTrial({
  experiment: 'probe',
  family: 'gpt2',
  shape: { layers: 2, width: 16, heads: 8, vocab: 64, seqLen: 32, tied: false },
  source: { id: 'uniform' },
  datasetSize: 191,
  seed: 0,
  steps: 100,
  learningRate: 0.01,
  batch: 191,
})

/** After this long a device has shown what it can do; the step under way is finished. */
const BUDGET_MS = 50

/** What was decided on each host: a thread decides once, so that a run trains where its probe said. */
const decisions = new WeakMap<RunnerHost, Promise<string | undefined>>()

/** @param open for tests. @throws NoBackendError where nothing can be opened. */
export async function openDevice(
  request: Omit<BackendRequest, 'wasmPaths'>,
  host: RunnerHost,
  open: typeof openBackend = openBackend,
): Promise<Backend> {
  const { wasmPaths } = host
  const backend = await open({ ...request, wasmPaths })
  if (request.choice !== 'auto' || backend.name !== 'webgpu') return backend
  const decided = decisions.get(host) ?? whyProcessor(backend, host, open)
  decisions.set(host, decided)
  const slower = await decided
  // tf.js has one backend at a time, and the other one may have been opened since.
  if (slower === undefined) return open({ ...request, wasmPaths })
  const processor = await open({ choice: 'wasm', wasmPaths })
  const skipped = [...backend.skipped, { name: backend.name, reason: slower, works: true }]
  return { ...processor, skipped }
}

/** @returns why the processor is to be taken in place of this GPU; undefined where the GPU is. */
async function whyProcessor(
  gpu: Backend,
  host: RunnerHost,
  open: typeof openBackend,
): Promise<string | undefined> {
  try {
    const training = trainingStrings(datasetRequest(DECIDING_TRIAL, DECIDING_TRIAL.datasetSize))
    const spec = populationSpec([DECIDING_TRIAL], [training])
    const ofGpu = await secondsPerStep(spec, gpu, host, BUDGET_MS)
    const processor = await open({ choice: 'wasm', wasmPaths: host.wasmPaths })
    if (!processor.plan) return undefined
    const threads = poolFor(processor, host)?.count ?? 1
    const ofProcessor = (await secondsPerStep(spec, processor, host, BUDGET_MS)) / threads
    if (ofProcessor >= ofGpu) return undefined
    const ms = (seconds: number) => valueText(1000 * seconds)
    return `slower than this machine’s processor at small models (${ms(ofGpu)} against ${ms(ofProcessor)} ms a step of the same work)`
  } catch {
    // The question was which is faster, not whether they work: whoever trains on the GPU next hears what is wrong with it.
    return undefined
  }
}
