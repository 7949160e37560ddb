/** The landing page's store over a lab that says what a test has it say. */
import type { KnowledgeFrame } from '@/core/metrics/known-symbols'
import { FIRST_POSITION, frameSteps } from '@/core/play/position'
import { exampleRecord } from '@/core/testing/example-record'
import type { LabConnection } from '@/runtime/client/connect-lab'
import type { LabEvent, RunRequest } from '@/runtime/protocol'
import { createPlayStore } from '../play-store'

function frameOf(step: number, strings: number, memorizedBits = step): KnowledgeFrame {
  const known = (count: number) => ({
    probability: new Float32Array(8 * count).fill(step / 300),
    said: new Uint16Array(8 * count),
  })
  return { step, training: known(strings), heldOut: known(1), memorizedBits }
}

/** Recorded frames of the first position, each half a bit more than those that {@link createPlay}'s lab sends. */
export const opening = frameSteps(FIRST_POSITION).map((step) =>
  frameOf(step, FIRST_POSITION.strings, step + 0.5),
)

/** A lab that says what the test has it say; a stop ends its run. */
function createFakeLab() {
  const requests: RunRequest[] = []
  let say: ((event: LabEvent) => void) | undefined
  let end: (() => void) | undefined
  const lab: Pick<LabConnection, 'run' | 'stop'> = {
    run(request, onEvent) {
      if (say) throw new Error('one run at a time')
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

export const settled = () => new Promise((resolve) => setTimeout(resolve))

export function createPlay({ reducedMotion = false } = {}) {
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
