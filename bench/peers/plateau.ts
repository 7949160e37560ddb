/** Ours: a planned step, replayed many times per submit. The losses of every step come back while later steps run. */

import { type BenchmarkModel, nominalFlop } from '@/core/benchmark/models'
import type { TrainingOptions } from '@/core/model/recipe'
import { requestDevice } from '@/engine/devices/gpu-device'
import { createGpuMachine } from '@/engine/machines/gpu/gpu-machine'
import { createPlannedTrainer } from '@/engine/plan/planned-trainer'
import { populationOf } from '@/measure/population'
import type { OpenPeer, Peer } from '../peer'

/** Steps in one submit, at most. */
const BURST = 32
/** Work of one submit, at most: a second or less on a laptop's GPU, whose driver may end longer ones. */
const SUBMIT_FLOP = 4e11
/** Submits that may be on their way before the first one's losses are awaited. */
const RUN_AHEAD = 2
export const peer: Peer = {
  name: 'Plateau',
  async open(model, members) {
    return openModel(model, members, await openDevice())
  },
}

/** The kernels take the limits of the adapter, as the lab's own device does. */
export async function openDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) throw new Error('no adapter')
  return requestDevice(adapter)
}

export async function openModel(
  model: BenchmarkModel,
  members: number,
  device: GPUDevice,
  precision?: TrainingOptions['precision'],
): Promise<OpenPeer> {
  let fail: (event: GPUUncapturedErrorEvent) => void = () => undefined
  const failure = new Promise<never>((_, reject) => {
    fail = ({ error }) => reject(new Error(error.message))
    device.addEventListener('uncapturederror', fail)
  })
  failure.catch(() => undefined)
  const trainer = await createPlannedTrainer(
    populationOf(model, members, precision),
    createGpuMachine(device),
    { raceDeviceLost: (result) => Promise.race([result, failure]) },
  )
  const burst = Math.max(1, Math.min(BURST, Math.floor(SUBMIT_FLOP / (members * nominalFlop(model)))))
  const onTheirWay: Promise<void>[] = []
  let last = Number.NaN
  const readLosses = async (): Promise<void> => {
    const { lossNats } = await trainer.takeLosses()
    last = lossNats[lossNats.length - members]!
  }
  const send = (): void => {
    trainer.enqueue(burst)
    onTheirWay.push(readLosses())
  }
  const settle = async (): Promise<number> => {
    await Promise.all(onTheirWay.splice(0))
    return last
  }
  // As many reads at once as there will ever be: what they take of memory is there before anybody watches it.
  for (let submit = 0; submit <= RUN_AHEAD; submit++) send()
  await settle()
  return {
    stepsPerCall: burst,
    lossRead: `all of ${burst} steps at once`,
    async step() {
      send()
      if (onTheirWay.length > RUN_AHEAD) await onTheirWay.shift()
    },
    async advance(steps) {
      for (let left = steps; left > 0; left -= burst) trainer.enqueue(Math.min(burst, left))
      await readLosses()
    },
    settle,
    dispose() {
      device.removeEventListener('uncapturederror', fail)
      trainer.dispose()
    },
  }
}
