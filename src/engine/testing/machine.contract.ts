/** What every machine must do, by one program that counts its own steps: the mean loss. For the tests of each. */
import { expect, it } from 'vitest'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { meanLoss } from '@/kernels/loss/programs'
import type { PlanMachine } from '../plan/machine'
import { type Dispatch, type PlanBuffer, persistent } from '../plan/step-plan'

const RING_STEPS = 8
const LAYOUT = createRowLayout([1], 8, 64)

/** @param compiles whether programs are compiled when a plan is prepared, with news of each. */
export function machineContract(create: () => PlanMachine, compiles: boolean): void {
  async function withMachine(use: (machine: PlanMachine) => Promise<void>): Promise<void> {
    const machine = create()
    try {
      await use(machine)
    } finally {
      machine.dispose()
    }
  }

  const filled = (value: number) => new Float32Array(LAYOUT.rows).fill(value)

  function counting(machine: PlanMachine, nats: PlanBuffer) {
    const table = machine.create('table', LAYOUT.table.byteLength, Uint32Array.from(LAYOUT.table))
    const state = machine.create('state', 16, Float32Array.of(0, 0, 0, 1))
    const ring = machine.create('ring', 4 * RING_STEPS)
    const dispatch: Dispatch = {
      program: meanLoss({ layout: LAYOUT, ringSteps: RING_STEPS }),
      buffers: [persistent(table), nats, persistent(state), persistent(ring)],
      uniforms: [],
    }
    const losses = async () => [...(await machine.read(ring, 4 * RING_STEPS))]
    return { dispatch, losses, owned: [table, state, ring] }
  }

  it('gives zeroed memory, filled from the front', () =>
    withMachine(async (machine) => {
      const buffer = machine.create('some', 32, Float32Array.of(1, 2, 3))
      expect(buffer.bytes).toBeGreaterThanOrEqual(32)
      expect([...(await machine.read(buffer, 32))]).toEqual([1, 2, 3, 0, 0, 0, 0, 0])
      machine.destroy(buffer)
    }))

  it('writes and reads at bytes, each read as of its own place in the order', () =>
    withMachine(async (machine) => {
      const buffer = machine.create('some', 32)
      machine.write(buffer, Float32Array.of(1, 2, 3, 4), 8)
      const before = machine.read(buffer, 16, 4)
      machine.write(buffer, Float32Array.of(7))
      machine.write(buffer, Float32Array.of(8), 12)
      const after = machine.read(buffer, 16)
      expect([...(await before)]).toEqual([0, 1, 2, 3])
      expect([...(await after)]).toEqual([7, 0, 1, 8])
      machine.destroy(buffer)
    }))

  it('reads on from the front where a read reaches past the end', () =>
    withMachine(async (machine) => {
      const buffer = machine.create('ring', 32, Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8))
      expect([...(await machine.read(buffer, 20, 20))]).toEqual([6, 7, 8, 1, 2])
      expect([...(await machine.read(buffer, 32, 28))]).toEqual([8, 1, 2, 3, 4, 5, 6, 7])
      expect([...(await machine.read(buffer, 12, 20))]).toEqual([6, 7, 8])
      machine.destroy(buffer)
    }))

  it('repeats a step in order with writes and reads', () =>
    withMachine(async (machine) => {
      const nats = machine.create('nats', 4 * LAYOUT.rows, filled(1))
      const { dispatch, losses, owned } = counting(machine, persistent(nats))
      const news: number[][] = []
      const replay = await machine.prepare([dispatch], (done, of) => news.push([done, of]))
      expect(news).toEqual(compiles ? [[1, 1]] : [])
      expect(replay).toMatchObject({ dispatches: 1, bytes: 0 })
      replay.run(2)
      const early = losses()
      machine.write(nats, filled(5))
      replay.run(3)
      expect(await early).toEqual([1, 1, 0, 0, 0, 0, 0, 0])
      expect(await losses()).toEqual([1, 1, 5, 5, 5, 0, 0, 0])
      await machine.done()
      replay.dispose()
      for (const buffer of [nats, ...owned]) machine.destroy(buffer)
    }))

  it('fills constants once, and finishes what was queued before it frees', () =>
    withMachine(async (machine) => {
      const nats: PlanBuffer = { kind: 'constant', label: 'nats', data: filled(3) }
      const { dispatch, losses, owned } = counting(machine, nats)
      const replay = await machine.prepare([dispatch, dispatch])
      expect(replay.dispatches).toBe(2)
      replay.run(2)
      replay.dispose()
      expect(await losses()).toEqual([3, 3, 3, 3, 0, 0, 0, 0])
      for (const buffer of owned) machine.destroy(buffer)
    }))

  it('refuses a dispatch that does not bind what its program declares', () =>
    withMachine(async (machine) => {
      const nats: PlanBuffer = { kind: 'transient', label: 'nats', bytes: 4 * LAYOUT.rows }
      const { dispatch, owned } = counting(machine, nats)
      const short = { ...dispatch, buffers: dispatch.buffers.slice(1) }
      await expect(machine.prepare([short])).rejects.toThrow('3 buffers for 4 bindings')
      for (const buffer of owned) machine.destroy(buffer)
    }))
}
