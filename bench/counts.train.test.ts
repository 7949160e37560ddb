/** The bars on counts, which hold on any machine: the null backend takes every call and does no work. Times are the bench's alone. */
import { beforeAll, describe, expect, it } from 'vitest'
import { PRECISIONS, type Precision } from '@/core/model/precision'
import { createGpuDevice, createGpuMachine } from '@/engine/machines/gpu/gpu-machine'
import { createPlannedTrainer } from '@/engine/plan/planned-trainer'
import { populationOf } from '@/measure/population'
import { type Counters, installCounters, perStep } from './counters'
import { openDawn } from './dawn'
import { MODELS, type ModelId } from './models'
import type { OpenPeer } from './peer'
import { openDevice, openModel } from './peers/plateau'

const MAX_DISPATCHES = { XS: 30, S: 46 } as const
const WARM_UP_CALLS = 4

let device: GPUDevice

beforeAll(async () => {
  await openDawn('null')
  device = await openDevice()
})

async function advance(peer: OpenPeer, calls: number): Promise<void> {
  for (let i = 0; i < calls; i++) await peer.step()
  await peer.settle()
}

async function withModel(
  id: ModelId,
  members: number,
  check: (peer: OpenPeer, counters: Counters) => Promise<void>,
  precision?: Precision,
): Promise<void> {
  const counters = installCounters()
  const peer = await openModel(MODELS[id], members, device, precision)
  try {
    await advance(peer, WARM_UP_CALLS)
    await check(peer, counters)
  } finally {
    peer.dispose()
    counters.remove()
  }
}

describe.each(['XS', 'S'] as const)('a planned step of %s', (id) => {
  it.each([1, 16])('takes few dispatches and creates nothing, %i members', async (members) => {
    await withModel(id, members, async (peer, counters) => {
      const before = counters.read()
      const calls = 4
      await advance(peer, calls)
      const steps = calls * peer.stepsPerCall
      const step = perStep(before, counters.read(), steps)
      expect(step.dispatches).toBeLessThanOrEqual(MAX_DISPATCHES[id])
      expect(step).toMatchObject({ bindGroups: 0, buffers: 0, pipelines: 0, writes: 0 })
      // One pass and one submit for many steps, and one more submit that fetches their losses.
      expect(step.passes * steps).toBe(calls)
      expect(step.submits * steps).toBeLessThanOrEqual(2 * calls)
    })
  })
})

it('rounds weights within the same dispatches, passes and submits, and creates nothing either', async () => {
  const calls = 4
  const seen = new Map<Precision, object>()
  for (const precision of PRECISIONS) {
    const count = async (peer: OpenPeer, counters: Counters): Promise<void> => {
      const before = counters.read()
      await advance(peer, calls)
      const steps = calls * peer.stepsPerCall
      const step = perStep(before, counters.read(), steps)
      expect(step).toMatchObject({ bindGroups: 0, buffers: 0, pipelines: 0, writes: 0 })
      expect(step.passes * steps).toBe(calls)
      expect(step.submits * steps).toBeLessThanOrEqual(2 * calls)
      seen.set(precision, step)
    }
    await withModel('XS', 3, count, precision)
  }
  for (const precision of PRECISIONS) expect(seen.get(precision), precision).toEqual(seen.get('float32'))
})

it('takes as many dispatches, in one submit, by each set of numerics', async () => {
  const counters = installCounters()
  const seen = new Map<string, object>()
  for (const set of createGpuDevice(device, true).sets!) {
    const machine = set.device.createMachine()
    const trainer = await createPlannedTrainer(populationOf(MODELS.XS, 2), machine, {
      raceDeviceLost: (result) => result,
    })
    const before = counters.read()
    trainer.enqueue(4)
    seen.set(set.numerics, perStep(before, counters.read(), 4))
    trainer.dispose()
  }
  counters.remove()
  const [own] = seen.values()
  expect(own).toMatchObject({ submits: 1 / 4, passes: 1 / 4, pipelines: 0 })
  expect(seen.size).toBe(36)
  for (const [numerics, step] of seen) expect(step, numerics).toEqual(own)
})

it('compiles nothing for a population of other sizes: pipelines go by the shape of the model alone', async () => {
  await withModel('XS', 2, async () => undefined)
  await withModel('XS', 16, async (_, counters) => {
    expect(counters.read()).toMatchObject({ pipelines: 0 })
    expect(counters.read().dispatches).toBeGreaterThan(0)
  })
})

it('keeps no more buffers when losses of ever more steps are read at once', async () => {
  const counters = installCounters()
  const trainer = await createPlannedTrainer(populationOf(MODELS.XS, 2), createGpuMachine(device), {
    raceDeviceLost: (result) => result,
  })
  const read = async (steps: number) => {
    trainer.enqueue(steps)
    const { lossNats } = await trainer.takeLosses()
    expect(lossNats).toHaveLength(2 * steps)
  }
  try {
    await read(1)
    const { buffers } = counters.live()
    // 5,150 steps: once past the end of the ring of losses.
    for (let steps = 2; steps < 102; steps++) await read(steps)
    expect(counters.live().buffers).toBe(buffers)
  } finally {
    trainer.dispose()
    counters.remove()
  }
})

it('leaves buffers and bytes where they were after 10,000 steps', async () => {
  await withModel('XS', 2, async (peer, counters) => {
    const before = counters.live()
    await advance(peer, Math.ceil(10_000 / peer.stepsPerCall))
    expect(counters.live()).toEqual(before)
  })
})
