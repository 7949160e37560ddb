import { describe, expect, it } from 'vitest'
import type { KnowledgeFrame } from '@/core/metrics/known-symbols'
import { FIRST_POSITION, frameSteps, playTrial, STRING_COUNTS } from '@/core/play/position'
import { exampleRecord } from '@/core/testing/example-record'
import { connectLab, type LabConnection } from '@/runtime/client/connect-lab'
import type { LabEvent, RunRequest } from '@/runtime/protocol'
import { createPlayStore } from './play-store'

const STEPS = frameSteps(FIRST_POSITION)
const LAST = STEPS.length - 1

function frameOf(step: number, strings: number, memorizedBits = step): KnowledgeFrame {
  const known = (count: number) => ({
    probability: new Float32Array(8 * count).fill(step / 300),
    said: new Uint16Array(8 * count),
  })
  return { step, training: known(strings), heldOut: known(1), memorizedBits }
}

const opening = STEPS.map((step) => frameOf(step, FIRST_POSITION.strings, step + 0.5))

/** A lab that says what the test has it say; a stop ends its run. */
function createFakeLab() {
  const requests: RunRequest[] = []
  let say: ((event: LabEvent) => void) | undefined
  let end: (() => void) | undefined
  const lab: Pick<LabConnection, 'run' | 'stop'> = {
    run(request, onEvent) {
      expect(say, 'one run at a time').toBeUndefined()
      requests.push(request)
      say = onEvent
      return new Promise((resolve) => {
        end = () => {
          say = undefined
          resolve()
        }
      })
    },
    // It takes a moment, in which the run may still say something.
    stop: () => void Promise.resolve().then(() => close({ type: 'stopped' })),
  }
  async function close(event: LabEvent): Promise<void> {
    say?.(event)
    end?.()
    await settled()
  }
  return {
    lab,
    requests,
    say: (event: LabEvent) => say?.(event),
    close,
    frames(bits?: number) {
      const { datasetSize, shape, key } = requests.at(-1)!.trials[0]!
      for (const step of frameSteps({ strings: datasetSize, width: shape.width }))
        say?.({ type: 'frame', trialKey: key, frame: frameOf(step, datasetSize, bits) })
    },
    /** Trains what was asked for last, to its end. */
    async train(bits?: number) {
      this.frames(bits)
      say?.({ type: 'trial-finished', record: exampleRecord(requests.at(-1)!.trials[0]!, {}) })
      await close({ type: 'finished', elapsedMs: 1 })
    },
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

function createPlay({ reducedMotion = false } = {}) {
  const worker = createFakeLab()
  const location = {
    hash: '',
    read: () => '',
    push: () => undefined,
    replace(hash: string) {
      location.hash = hash
    },
  }
  const waiting: (() => void)[] = []
  let time = 0
  const store = createPlayStore({
    lab: worker.lab,
    location,
    opening,
    now: () => time,
    onNextFrame: (callback) => void waiting.push(callback),
    prefersReducedMotion: () => reducedMotion,
  })
  /** Draws the page for so long, 60 times a second. */
  const draw = (ms: number) => {
    for (const until = time + ms; time < until; time += 1000 / 60)
      for (const callback of waiting.splice(0)) callback()
  }
  return { store, worker, location, draw, state: store.getState }
}

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
    expect(state().status).toEqual({ kind: 'failed', message: 'no SIMD' })
    state().move({ strings: 8 })
    await worker.train()
    draw(1000)
    expect(state().status.kind).toBe('done')
  })
})

describe('links', () => {
  it('says what is wrong in one, until the sliders are moved', () => {
    const { state } = createPlay()
    state().open('#play?n=100&d=8')
    expect(state()).toMatchObject({ position: FIRST_POSITION, linkProblems: [{ field: 'n' }] })
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
    expect(state().prediction).toEqual({ strings: 128, width: 8, bits: (1550 + 3200) / 2, placed: false })
  })

  it('stays beside what came, and is not asked for again', async () => {
    const { state, worker, draw } = await pressedTwice()
    state().predict(3000)
    for (const bits of [1850, 1950]) {
      state().goOn()
      await worker.train(bits)
      draw(1000)
    }
    expect(state().prediction).toEqual({ strings: 128, width: 8, bits: 3000, placed: true })
  })

  it('is skipped by going on without an answer, or by saying so', async () => {
    const first = await pressedTwice()
    first.state().goOn()
    expect(first.state().prediction).toBeUndefined()
    const second = await pressedTwice()
    second.state().skipPrediction()
    expect(second.state().prediction).toBeUndefined()
  })
})
