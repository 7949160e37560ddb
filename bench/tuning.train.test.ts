/** A training that tunes itself, on the null backend: of what does nothing no bit can be looked at, so that all stays as it is. */
import { expect, it } from 'vitest'
import { createGpuMachine } from '@/engine/machines/gpu/gpu-machine'
import { createTuning, type TuningNews } from '@/engine/machines/gpu/tuning'
import { createPlannedTrainer } from '@/engine/plan/planned-trainer'
import { populationOf } from '@/measure/population'
import { installCounters, perStep } from './counters'
import { openDawn } from './dawn'
import { MODELS } from './models'
import { openDevice } from './peers/plateau'

/** Dispatches of the heaviest programs' alternatives and of the comparisons of what they write, in all. */
const MOST_EXTRA_DISPATCHES = 50

it('takes few dispatches more to find out that nothing can be trusted, and then none', async () => {
  await openDawn('null')
  const device = await openDevice()
  const counters = installCounters()
  const news: TuningNews[] = []
  const tuning = createTuning((settled) => news.push(settled))
  const trainer = await createPlannedTrainer(
    populationOf(MODELS.XS, 2),
    createGpuMachine(device, { tuning }),
    {
      raceDeviceLost: (result) => result,
    },
  )
  async function train(isOver: (submits: number) => boolean): Promise<number> {
    let submits = 0
    for (; !isOver(submits); submits++) {
      trainer.enqueue(2)
      await trainer.takeLosses()
    }
    return submits
  }
  try {
    await train((submits) => submits === 4)
    const before = counters.read()
    await train((submits) => submits === 3)
    const plain = perStep(before, counters.read(), 6)

    const searching = counters.read().dispatches
    const submits = await train(() => news.length > 0)
    const extra = counters.read().dispatches - searching - 2 * submits * plain.dispatches
    expect(extra).toBeGreaterThan(0)
    expect(extra).toBeLessThanOrEqual(MOST_EXTRA_DISPATCHES)
    expect(news).toHaveLength(1)
    expect(news[0]!.gain).toBe(0)
    expect(news[0]!.programs).toHaveLength(3)
    expect(news[0]!.programs.every(({ is, was }) => is === was)).toBe(true)

    const settled = counters.read()
    await train((submits) => submits === 4)
    expect(perStep(settled, counters.read(), 8)).toEqual(plain)
  } finally {
    trainer.dispose()
    counters.remove()
  }
})
