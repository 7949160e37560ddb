/** Steps in several submits leave the bits of steps in one. */
import { expect, it, vi } from 'vitest'
import { requestDevice } from '../../devices/gpu-device'
import { createPlannedTrainer } from '../../plan/planned-trainer'
import { examplePopulation } from '../../testing/example-members'
import { createGpuMachine } from './gpu-machine'
import { type Challenge, DEFAULT, type TunerOptions } from './tuner'
import { createTuning, type Tuning } from './tuning'

const SPEC = examplePopulation(200)

const STEPS = 24

/** @param stepMs what the clock says that each submit takes. @returns losses and weights, and how many submits it took. */
async function train(device: GPUDevice, stepMs: number, tuning?: Tuning) {
  let now = 0
  const machine = createGpuMachine(device, { tuning, now: () => (now += stepMs) })
  const trainer = await createPlannedTrainer(SPEC, machine, { raceDeviceLost: (result) => result })
  const submit = vi.spyOn(device.queue, 'submit')
  for (let step = 0; step < STEPS; step++) {
    trainer.enqueue(1)
    await trainer.done()
  }
  const submits = submit.mock.calls.length
  submit.mockRestore()
  const { lossNats } = await trainer.takeLosses()
  const weights = await trainer.readWeights()
  trainer.dispose()
  return { results: { lossNats, weights }, submits }
}

/** Admits all alternatives, and takes none. */
function admitting(): { readonly tuning: Tuning; readonly admitted: Challenge[] } {
  const admitted: Challenge[] = []
  const createTuner = ({ alternatives, admit }: TunerOptions) => {
    void (async () => {
      for (const [slot, count] of alternatives.entries()) {
        for (let alternative = 0; alternative < count; alternative++)
          if (await admit({ slot, alternative })) admitted.push({ slot, alternative })
      }
    })()
    return { next: () => ({ choice: alternatives.map(() => DEFAULT), report: () => undefined }) }
  }
  return { tuning: createTuning(undefined, { createTuner }), admitted }
}

it('has the same bits in one submit a step and in many, also where alternatives are looked at meanwhile', async () => {
  const adapter = await navigator.gpu.requestAdapter()
  const device = await requestDevice(adapter!)
  const whole = await train(device, 1)
  expect(whole.submits).toBe(STEPS)
  const cut = await train(device, 60)
  expect(cut.submits).toBeGreaterThan(5 * STEPS)
  expect(cut.results).toEqual(whole.results)
  const { tuning, admitted } = admitting()
  const searched = await train(device, 60, tuning)
  expect(admitted.length).toBeGreaterThan(0)
  expect(searched.results).toEqual(whole.results)
  device.destroy()
})
