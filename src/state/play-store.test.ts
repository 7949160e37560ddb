import { describe, expect, it } from 'vitest'
import { FIRST_POSITION, frameSteps, playTrial, STRING_COUNTS } from '@/core/play/position'
import { connectLab } from '@/runtime/client/connect-lab'
import { createPlayStore } from './play-store'
import { createPlay, opening, settled } from './testing/fake-play'

const STEPS = frameSteps(FIRST_POSITION)
const LAST = STEPS.length - 1

/** A page whose position is trained and shown. */
async function trained(bits?: number) {
  const play = createPlay()
  play.state().open('#play?n=16')
  await play.worker.train(bits)
  play.draw(1000)
  return play
}

describe('the opening', () => {
  it('plays recorded frames at once, and its own in their place as they come', async () => {
    const { state, worker, draw } = createPlay()
    state().open('')
    expect(worker.requests.map(({ trials, watch, backend }) => [trials, watch, backend])).toEqual([
      [[playTrial(FIRST_POSITION)], STEPS, 'wasm'],
    ])
    draw(200)
    expect(state().shown).toBeGreaterThan(5)
    expect(state().shown).toBeLessThan(LAST)
    expect(state().frames[3]!.memorizedBits).toBe(STEPS[3]! + 0.5)
    await worker.train()
    expect(state().frames[3]!.memorizedBits).toBe(STEPS[3]!)
    expect(state().status.kind, 'until the last frame is on show').toBe('training')
    draw(1000)
    expect(state()).toMatchObject({
      shown: LAST,
      status: { kind: 'done' },
      tries: [{ ...FIRST_POSITION, bits: 300 }],
    })
  })

  it('leaves no mark of a record: only what was trained here counts', () => {
    const { state, draw } = createPlay()
    state().open('')
    draw(2000)
    expect(state()).toMatchObject({ shown: LAST, status: { kind: 'training' }, tries: [] })
  })

  it('shows the end at once where motion is not wanted, and plays when it is asked to', async () => {
    const { state, worker, draw } = createPlay({ reducedMotion: true })
    state().open('')
    expect(state()).toMatchObject({ shown: LAST, status: { kind: 'training' } })
    await worker.train()
    expect(state().status.kind).toBe('done')
    state().watchSlowly()
    draw(1000)
    expect(state().isReplay).toBe(true)
    expect(state().shown).toBeLessThan(LAST)
    draw(7000)
    expect(state()).toMatchObject({ isReplay: false, shown: LAST })
    expect(state().tries, 'watching again is no try').toHaveLength(1)
  })

  it('has no record of another position: it waits for the worker', () => {
    const { state, draw } = createPlay()
    state().open('#play?n=64&d=8&seed=3')
    draw(100)
    expect(state()).toMatchObject({ frames: [], shown: -1, position: { strings: 64, width: 8, seed: 3 } })
  })
})

describe('the last position wins', () => {
  it('begins two runs at most of thirty fast changes, and hears only the last', async () => {
    const { state, worker, draw, location } = await trained()
    const before = worker.requests.length
    for (let i = 0; i < 30; i++)
      state().move({ strings: STRING_COUNTS[i % STRING_COUNTS.length]!, seed: i + 1 })
    await settled()
    const begun = worker.requests.slice(before).map(({ trials }) => trials[0]!.seed)
    expect(begun).toEqual([1, 30])
    await worker.train()
    draw(1000)
    expect(state().tries.map(({ seed }) => seed)).toEqual([0, 30])
    expect(state()).toMatchObject({ position: { strings: 16, seed: 30 }, status: { kind: 'done' } })
    expect(location.hash).toBe('#play?n=16&d=8&seed=30')
  })

  it('does the same over the page’s real connection: nothing queues behind the run that is stopped', async () => {
    const { port1, port2 } = new MessageChannel()
    const begun: number[] = []
    // A thread that never answers: its run is under way until it is stopped.
    port2.onmessage = ({ data }) => {
      if (data.path?.[0] === 'run') begun.push(1)
    }
    const lab = connectLab(() => ({
      endpoint: port1,
      terminate: () => port1.close(),
      onLost: () => undefined,
    }))
    const store = createPlayStore({
      lab,
      location: { read: () => '', push: () => undefined, replace: () => undefined },
      opening,
      now: () => 0,
      onNextFrame: () => undefined,
      prefersReducedMotion: () => false,
    })
    for (let seed = 1; seed <= 30; seed++) store.getState().move({ seed })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(begun).toEqual([1])
    lab.terminate()
    port2.close()
  })

  it('forgets what an interrupted run says late', async () => {
    const { state, worker, draw } = createPlay()
    state().open('#play?n=32')
    worker.frames()
    state().move({ strings: 64 })
    worker.frames()
    await settled()
    draw(1000)
    expect(state()).toMatchObject({ frames: [], shown: -1, tries: [] })
  })

  it('trains nothing anew where the position stays', async () => {
    const { state, worker } = await trained()
    state().move({ strings: 16 })
    state().open('#play?n=16&d=8&seed=0')
    expect(worker.requests).toHaveLength(1)
  })

  it('says why training failed, and tries again at the next position', async () => {
    const { state, worker, draw } = createPlay()
    state().open('')
    await worker.close({ type: 'failed', failure: { kind: 'no-backend', message: 'no SIMD' } })
    expect(state(), 'and shows nothing of the record').toMatchObject({
      status: { kind: 'failed', message: 'no SIMD' },
      frames: [],
      shown: -1,
    })
    state().move({ strings: 8 })
    await worker.train()
    draw(1000)
    expect(state().status.kind).toBe('done')
  })
})

describe('links', () => {
  async function opened(hash: string) {
    const play = createPlay()
    play.state().open(hash)
    await play.worker.train(1500)
    play.draw(1000)
    await settled()
    return play
  }

  it('train the same model with fewer strings after the one that is looked at, so that its dot is part of a line', async () => {
    const { state, worker } = await opened('#play?n=64&d=12&seed=3')
    for (const strings of [16, 32]) {
      expect(worker.requests.at(-1)).toMatchObject({
        trials: [{ datasetSize: strings, seed: 3 }],
        watch: [300],
      })
      await worker.train()
    }
    expect(worker.requests).toHaveLength(3)
    expect(state().tries.map(({ strings, width, seed }) => [strings, width, seed])).toEqual([
      [64, 12, 3],
      [16, 12, 3],
      [32, 12, 3],
    ])
    expect(state(), 'nothing else of them is shown').toMatchObject({
      position: { strings: 64 },
      status: { kind: 'done' },
    })
  })

  it('train no more of these when the visitor moves on, and none that is there', async () => {
    const { state, worker, draw } = await opened('#play?n=128')
    state().move({ strings: 256 })
    await settled()
    await worker.train(1900)
    draw(1000)
    expect(worker.requests.map(({ trials }) => trials[0]!.datasetSize)).toEqual([128, 16, 256])
    state().open('#play?n=512')
    await settled()
    await worker.train(1900)
    draw(1000)
    await settled()
    for (let i = 0; i < 3; i++) await worker.train()
    expect(worker.requests.slice(3).map(({ trials }) => trials[0]!.datasetSize)).toEqual([512, 16, 32, 64])
  })

  it('says what is wrong in one, until the sliders are moved', () => {
    const { state } = createPlay()
    state().open('#play?n=100&d=8')
    expect(state()).toMatchObject({ position: FIRST_POSITION, linkProblems: [{ field: 'strings' }] })
    state().move({ strings: 32 })
    expect(state().linkProblems).toEqual([])
  })
})

describe('the prediction', () => {
  async function pressedTwice() {
    const play = await trained(440)
    for (const bits of [860, 1550]) {
      play.state().goOn()
      await play.worker.train(bits)
      play.draw(1000)
    }
    return play
  }

  it('is asked for before the third press, in the middle between two answers', async () => {
    const { state } = await pressedTwice()
    expect(state().tries.map(({ strings, bits }) => [strings, bits])).toEqual([
      [16, 440],
      [32, 860],
      [64, 1550],
    ])
    expect(state().prediction).toEqual({
      strings: 128,
      width: 8,
      bits: (1550 + 3200) / 2,
      ceilingBits: 3200,
      placed: false,
    })
  })

  it('stays beside what came, and is not asked for again', async () => {
    const { state, worker, draw } = await pressedTwice()
    state().predict(3500)
    expect(state().prediction?.bits, 'no more than there is to know').toBe(3200)
    state().predict(3000)
    for (const bits of [1850, 1950]) {
      state().goOn()
      await worker.train(bits)
      draw(1000)
    }
    expect(state().prediction).toMatchObject({ strings: 128, width: 8, bits: 3000, placed: true })
  })

  it('is skipped by going on without an answer, or by saying so', async () => {
    const first = await pressedTwice()
    first.state().goOn()
    expect(first.state().prediction).toBeUndefined()
    const second = await pressedTwice()
    second.state().skipPrediction()
    expect(second.state().prediction).toBeUndefined()
    const third = await pressedTwice()
    third.state().move({ strings: 512 })
    expect(third.state().prediction, 'passed by').toBeUndefined()
  })
})
