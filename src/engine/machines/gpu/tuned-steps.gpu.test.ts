/** A training that tunes itself: it finds what a scripted clock says is fastest, and computes what it would have computed without. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { KernelProgram } from '@/kernels/kit/kernel'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { meanLoss } from '@/kernels/loss/programs'
import { requestDevice } from '../../devices/gpu-device'
import { createPlannedTrainer } from '../../plan/planned-trainer'
import { persistent } from '../../plan/step-plan'
import { examplePopulation } from '../../testing/example-members'
import { createGpuMachine } from './gpu-machine'
import { type Challenge, type Choice, createTuner, DEFAULT, type TunerOptions } from './tuner'
import { createTuning, type Tuning, type TuningNews } from './tuning'

let device: GPUDevice
beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter()
  device = await requestDevice(adapter!)
})

const SPEC = examplePopulation(2000)

/** Trains by submits of one step until `isOver`. @returns how many, their losses, and the weights after them. */
async function train(tuning: Tuning | undefined, isOver: (step: number) => boolean) {
  const trainer = await createPlannedTrainer(SPEC, createGpuMachine(device, tuning && { tuning }), {
    raceDeviceLost: (result) => result,
  })
  let steps = 0
  for (; !isOver(steps); steps++) {
    trainer.enqueue(1)
    await trainer.done()
  }
  const { lossNats } = await trainer.takeLosses()
  const weights = await trainer.readWeights()
  trainer.dispose()
  return { steps, lossNats, weights }
}

const upTo = (steps: number) => (step: number) => step === steps

describe('training by alternatives', () => {
  it('has the bits of training without, whatever the tuner chooses at each submit', async () => {
    const tried = new Set<string>()
    /** Admits every alternative as the training goes on, and takes another of those that are ready at each submit. */
    const restless = ({ alternatives, admit }: TunerOptions) => {
      const ready: Challenge[] = []
      const refused: Challenge[] = []
      void (async () => {
        for (const [slot, count] of alternatives.entries()) {
          for (let alternative = 0; alternative < count; alternative++) {
            const challenge = { slot, alternative }
            if (await admit(challenge)) ready.push(challenge)
            else refused.push(challenge)
          }
        }
      })()
      let at = 0
      return {
        next() {
          expect(refused).toEqual([])
          const choice: Choice = alternatives.map((_, slot) => {
            const own = ready.filter((challenge) => challenge.slot === slot)
            return own.length === 0 ? DEFAULT : own[at % own.length]!.alternative
          })
          at++
          tried.add(choice.join())
          return { choice, report: () => undefined }
        },
      }
    }
    const tuning = createTuning(undefined, { createTuner: restless })
    const tuned = await train(tuning, () => tried.size > 12)
    expect(tuned).toEqual(await train(undefined, upTo(tuned.steps)))
  })

  it('settles on what takes the least time, and begins the next training with it', async () => {
    const news: TuningNews[] = []
    const slots: number[] = []
    const scripted: typeof createTuner = (options) => {
      slots.push(options.alternatives.length)
      const tuner = createTuner(options)
      return {
        next() {
          const { choice, report } = tuner.next()
          // The second alternative of the first program saves a third, all others cost a tenth.
          const factor = choice.reduce(
            (ms, own, slot) => ms * (own === DEFAULT ? 1 : slot === 0 && own === 1 ? 0.66 : 1.1),
            1,
          )
          return { choice, report: (steps) => report(steps, 10 * steps * factor) }
        },
      }
    }
    const tuning = createTuning((settled) => news.push(settled), { createTuner: scripted })
    const tuned = await train(tuning, () => news.length > 0)
    expect(tuned).toEqual(await train(undefined, upTo(tuned.steps)))
    expect(news).toHaveLength(1)
    expect(news[0]!.gain).toBeCloseTo(0.34, 5)
    const [first, ...others] = news[0]!.programs
    expect(first!.is).not.toBe(first!.was)
    expect(others.every(({ is, was }) => is === was)).toBe(true)
    expect(slots).toEqual([3])

    expect(await train(tuning, upTo(20))).toEqual(await train(undefined, upTo(20)))
    expect(slots, 'nothing is left to find').toEqual([3])
  })
})

describe('an alternative', () => {
  const LAYOUT = createRowLayout([1], 8, 64)
  const PROGRAM = meanLoss({ layout: LAYOUT, ringSteps: 64 })

  /** Runs a list of one program that has one alternative. @returns whether that was admitted, and what was computed. */
  async function admitted(other: Partial<KernelProgram>): Promise<[boolean, number[]]> {
    let admission: Promise<boolean> | undefined
    const tuning = createTuning(undefined, {
      createTuner({ admit }) {
        admission = admit({ slot: 0, alternative: 0 }).catch(() => false)
        return { next: () => ({ choice: [DEFAULT], report: () => undefined }) }
      },
    })
    const machine = createGpuMachine(device, { tuning })
    const table = machine.create('table', LAYOUT.table.byteLength, Uint32Array.from(LAYOUT.table))
    const nll = machine.create('nll', 4 * LAYOUT.rows, new Float32Array(LAYOUT.rows).fill(3))
    const state = machine.create('state', 16, Float32Array.of(0, 0, 0, 1))
    const ring = machine.create('ring', 4 * 64)
    const program = { ...PROGRAM, alternatives: () => [{ ...PROGRAM, ...other }] }
    const buffers = [table, nll, state, ring].map(persistent)
    const replay = await machine.prepare([{ program, buffers, uniforms: [] }])
    let decided = false
    while (!decided) {
      replay.run(1)
      await machine.done()
      // The admission takes part in a run once it has been compiled.
      decided = await Promise.race([
        admission?.then(() => true),
        new Promise<false>((resolve) => setTimeout(resolve, 1, false)),
      ]).then(Boolean)
    }
    const result = await admission!
    const values = [...(await machine.read(ring, 4 * 4))]
    replay.dispose()
    machine.dispose()
    return [result, values]
  }

  const COMPUTED = [3, 3, 3, 3]

  it('is admitted with the same bits', async () => {
    expect(await admitted({ wgsl: `${PROGRAM.wgsl}\n` })).toEqual([true, COMPUTED])
  })

  it('is refused with other bits, which nobody gets to see', async () => {
    const wgsl = PROGRAM.wgsl.replace(/(ring\[[^;]+ = )([^;]+);/, '$1 1.0000001 * ($2);')
    expect(wgsl).not.toBe(PROGRAM.wgsl)
    expect(await admitted({ wgsl })).toEqual([false, COMPUTED])
  })

  it.each([
    ['does not compile', { wgsl: 'not WGSL' }],
    ['binds something else', { wgsl: PROGRAM.wgsl.replace('@binding(3)', '@binding(7)') }],
  ])('is refused where it %s, and the device lives', async (_, other) => {
    const uncaptured: string[] = []
    const listen = ({ error }: GPUUncapturedErrorEvent) => uncaptured.push(error.message)
    device.addEventListener('uncapturederror', listen)
    expect(await admitted(other)).toEqual([false, COMPUTED])
    device.removeEventListener('uncapturederror', listen)
    expect(uncaptured).toEqual([])
  })
})
