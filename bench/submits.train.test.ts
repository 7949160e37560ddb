/** A step that takes long, on the null backend, by a clock that the test plays: it does its dispatches one after the other, each in so many ms. */
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { createGpuMachine } from '@/engine/machines/gpu/gpu-machine'
import { createPlannedTrainer } from '@/engine/plan/planned-trainer'
import { populationOf } from '@/measure/population'
import { installCounters } from './counters'
import { openDawn } from './dawn'
import { MODELS } from './models'
import { openDevice } from './peers/plateau'

let device: GPUDevice
beforeAll(async () => {
  await openDawn('null')
  device = await openDevice()
})
afterEach(() => vi.restoreAllMocks())

/** Takes the place of the device's queue. @returns what it has done, submit by submit. */
function playedQueue(counters: ReturnType<typeof installCounters>, dispatchMs: () => number) {
  const queue = { now: 0, submits: [] as number[] }
  let encoded = 0
  let busyUntil = 0
  const { submit } = GPUQueue.prototype
  vi.spyOn(GPUQueue.prototype, 'submit').mockImplementation(function (this: GPUQueue, buffers) {
    const ms = (counters.read().dispatches - encoded) * dispatchMs()
    encoded = counters.read().dispatches
    busyUntil = Math.max(busyUntil, queue.now) + ms
    if (ms > 0) queue.submits.push(ms)
    return submit.call(this, buffers)
  })
  vi.spyOn(GPUQueue.prototype, 'onSubmittedWorkDone').mockImplementation(async () => {
    const done = busyUntil
    // One after the other, each with its own time.
    await new Promise((resolve) => setTimeout(resolve, 0))
    queue.now = Math.max(queue.now, done)
    return undefined
  })
  return queue
}

it('is sent in submits of less than 50 ms, and in one again when it takes less', async () => {
  const counters = installCounters()
  let dispatchMs = 10
  const queue = playedQueue(counters, () => dispatchMs)
  const machine = createGpuMachine(device, { now: () => queue.now })
  const trainer = await createPlannedTrainer(populationOf(MODELS.XS, 2), machine, {
    raceDeviceLost: (result) => result,
  })
  /** Trains one step. @returns what each of its submits took. */
  async function step(): Promise<number[]> {
    queue.submits.length = 0
    trainer.enqueue(1)
    await trainer.done()
    return [...queue.submits]
  }
  const first = await step()
  expect(first, 'nobody knows yet').toHaveLength(1)
  const dispatches = first[0]! / dispatchMs
  const sumOf = (submits: readonly number[]) => submits.reduce((sum, ms) => sum + ms, 0)
  for (let i = 0; i < 6; i++) await step()

  const cut = await step()
  expect(Math.max(...cut)).toBeLessThanOrEqual(50)
  expect(cut.length).toBeLessThanOrEqual(first[0]! / 15)
  expect(sumOf(cut)).toBe(first[0])

  queue.submits.length = 0
  trainer.enqueue(3)
  expect(queue.submits, 'several steps, each cut alike').toHaveLength(3 * cut.length)
  expect(Math.max(...queue.submits)).toBeLessThanOrEqual(50)
  await trainer.done()

  dispatchMs = 1
  await step()
  expect(await step()).toEqual([dispatches])
  queue.submits.length = 0
  trainer.enqueue(3)
  expect(queue.submits, 'short steps share one').toEqual([3 * dispatches])
  await trainer.done()
  trainer.dispose()
  counters.remove()
})
