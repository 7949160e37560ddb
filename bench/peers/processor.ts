/** Both ways in which the lab itself trains on the processor: the replayed plan, and composed tf.js ops on wasm. One thread each. */
import { prepareNodeHost } from '@/cli/hosts/node-host'
import type { BenchmarkModel } from '@/core/benchmark/models'
import type { PopulationTrainer } from '@/engine/contract/trainer'
import { populationOf } from '@/measure/population'
import type { OpenPeer, Peer } from '../peer'

/** Steps before losses are read: with more, one call for the largest model would take seconds. */
const BURST = 4
export const plan: Peer = {
  name: 'the plan on the processor',
  open: (model, members) => openModel('plan', model, members),
}

export const composed: Peer = {
  name: 'composed ops on wasm',
  open: (model, members) => openModel('composed', model, members),
}

async function openModel(
  path: 'plan' | 'composed',
  model: BenchmarkModel,
  members: number,
): Promise<OpenPeer> {
  const trainer = await openTrainer(path, model, members)
  let last = Number.NaN
  const advance = async (steps: number): Promise<void> => {
    trainer.enqueue(steps)
    const { lossNats } = await trainer.takeLosses()
    last = lossNats[lossNats.length - members]!
  }
  return {
    stepsPerCall: BURST,
    lossRead: `all of ${BURST} steps at once`,
    step: () => advance(BURST),
    advance,
    settle: () => Promise.resolve(last),
    dispose: trainer.dispose,
  }
}

/** tf.js looks for its globals while it is imported, so whatever imports it comes last. */
async function openTrainer(
  path: 'plan' | 'composed',
  model: BenchmarkModel,
  members: number,
): Promise<PopulationTrainer> {
  const { wasmPaths } = prepareNodeHost()
  const { openBackend } = await import('@/engine/devices/backend')
  const backend = await openBackend({ choice: 'wasm', wasmPaths })
  const spec = populationOf(model, members)
  if (path === 'composed') return backend.createComposed(spec)
  if (!backend.plan) throw new Error(backend.notice ?? 'nothing replays plans here')
  const { createPlannedTrainer } = await import('@/engine/plan/planned-trainer')
  return createPlannedTrainer(spec, backend.plan.createMachine(), backend)
}
