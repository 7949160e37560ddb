/**
 * The landing page: a position of its two sliders, the model that is trained there, and the tries that the visitor has made. The last
 * position wins: the run that it interrupts is stopped and forgotten, and whatever was asked for in between is never begun.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { KnowledgeFrame } from '@/core/metrics/known-symbols'
import { parsePlayLink, printPlayLink } from '@/core/play/play-link'
import { type PlayStrings, playStrings } from '@/core/play/play-strings'
import {
  FIRST_POSITION,
  frameSteps,
  MAX_SEED,
  nextPosition,
  type PlayPosition,
  playTrial,
  samePosition,
  smallerPositions,
} from '@/core/play/position'
import { isSkippedBy, type Prediction, predictionAfter } from '@/core/play/prediction'
import { latestTry, type Try, withTry } from '@/core/play/tries'
import type { Problem } from '@/core/sweep/fields'
import type { LabConnection } from '@/runtime/client/connect-lab'
import type { LabEvent } from '@/runtime/protocol'
import type { HashLocation } from './browser'
import { createFramePlayer, type FramePlayerServices } from './frame-player'
import { createLatestRun, type LatestRun } from './latest-run'

export type PlayStatus =
  /** Until its last frame is on show. */
  | { readonly kind: 'training' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string }

export interface PlayState {
  readonly position: PlayPosition
  readonly strings: PlayStrings
  /** P of the model. */
  readonly params: number
  readonly status: PlayStatus
  /** Of the training at this position, in the order of `frameSteps`, as far as they have come. */
  readonly frames: readonly KnowledgeFrame[]
  /** Index of the frame on show; -1 before the first. */
  readonly shown: number
  /** Whether the frames are shown once more, slowly. */
  readonly isReplay: boolean
  readonly tries: readonly Try[]
  readonly prediction: Prediction | undefined
  readonly linkProblems: readonly Problem[]
  /** Opens the position of a link, and trains the same model with fewer strings after it: one dot alone would show nothing. */
  open(hash: string): void
  /** Trains a fresh model at another position. */
  move(to: Partial<PlayPosition>): void
  /** Moves to twice as many strings, or to a larger model where there are no more. */
  goOn(): void
  newStrings(): void
  /** Shows the training once more, slowly; a second time ends that. */
  watchSlowly(): void
  predict(bits: number): void
  skipPrediction(): void
}

export type PlayStore = StoreApi<PlayState>

export interface PlayServices extends FramePlayerServices {
  readonly lab: Pick<LabConnection, 'run' | 'stop'>
  readonly location: HashLocation
  /** Recorded frames of the first position, shown until its own have come. */
  readonly opening: readonly KnowledgeFrame[]
  prefersReducedMotion(): boolean
}

/** From the first frame of a training to the last, where it does not take longer, and of a slow replay. */
const SHOW_MS = 490
const SLOW_MS = 6000
/** The prediction is asked for after so many presses of the button: three marks are there, and the next is where the line bends. */
const PRESSES_BEFORE_PREDICTION = 2

const lastFrame = ({ position }: Pick<PlayState, 'position'>): number => frameSteps(position).length - 1

export function createPlayStore(services: PlayServices): PlayStore {
  const { location, opening } = services
  let presses = 0
  return createStore<PlayState>()((set, get) => {
    const training = createTraining(services, set, get, () => presses >= PRESSES_BEFORE_PREDICTION)
    return {
      ...placeAt(FIRST_POSITION),
      frames: [],
      tries: [],
      prediction: undefined,
      linkProblems: [],
      open(hash) {
        const { position, problems } = parsePlayLink(hash)
        set({ linkProblems: problems })
        const isOpen = training.isRunning() || get().status.kind === 'done'
        if (isOpen && samePosition(position, get().position)) return
        training.begin(
          position,
          samePosition(position, FIRST_POSITION) ? opening : [],
          smallerPositions(position),
        )
      },
      move(to) {
        const position = { ...get().position, ...to }
        if (samePosition(position, get().position)) return
        set({ linkProblems: [] })
        training.begin(position)
        location.replace(printPlayLink(position))
      },
      goOn() {
        const next = nextPosition(get().position)
        if (!next) return
        presses++
        get().move(next)
      },
      newStrings: () => get().move({ seed: (get().position.seed + 1) % (MAX_SEED + 1) }),
      watchSlowly() {
        const { frames, isReplay } = get()
        if (frames.length <= lastFrame(get())) return
        set({ isReplay: !isReplay })
        training.play(isReplay ? 0 : SLOW_MS)
      },
      predict(bits) {
        const { prediction } = get()
        if (!prediction) return
        const within = Math.max(0, Math.min(prediction.ceilingBits, bits))
        set({ prediction: { ...prediction, bits: within, placed: true } })
      },
      skipPrediction: () => set({ prediction: undefined }),
    }
  })
}

/**
 * The training at the position that is set: what of it is on show, and what it leaves behind.
 * @param mayAsk whether the visitor has seen enough to be asked for a prediction.
 */
function createTraining(
  services: PlayServices,
  set: PlayStore['setState'],
  get: PlayStore['getState'],
  mayAsk: () => boolean,
) {
  let isTrained = false
  let wasAsked = false
  /** Trained after the position. */
  let smaller: readonly PlayPosition[] = []
  const { lab, prefersReducedMotion } = services
  const run = createLatestRun(lab)
  const player = createFramePlayer(
    services,
    () => get().frames.length - 1,
    (shown) => {
      set({ shown })
      if (shown === lastFrame(get())) reachedEnd()
    },
  )

  function reachedEnd(): void {
    const { position, frames, status } = get()
    set({ isReplay: false })
    if (!isTrained || status.kind !== 'training') return
    const made = { ...position, bits: frames.at(-1)!.memorizedBits }
    set({ status: { kind: 'done' }, tries: withTry(get().tries, made) })
    markOneByOne(run, smaller, set, get)
    if (!mayAsk() || wasAsked) return
    const prediction = predictionAfter(made, get().tries)
    if (!prediction) return
    wasAsked = true
    set({ prediction })
  }

  /** Without motion the end is shown, as soon as it is there. */
  function showLast(): void {
    const last = lastFrame(get())
    if (get().frames.length <= last) return
    if (get().shown !== last) set({ shown: last })
    reachedEnd()
  }

  /** What is on show of a record is no training of this page: it goes. */
  const fail = (message: string) => set({ status: { kind: 'failed', message }, frames: [], shown: -1 })

  function hear(event: LabEvent): void {
    switch (event.type) {
      case 'frame':
        set({ frames: withFrame(get(), event.frame) })
        break
      case 'trial-finished':
        isTrained = true
        if (get().shown === lastFrame(get())) reachedEnd()
        break
      case 'trial-failed':
        fail(event.message)
        break
      case 'failed':
        fail(event.failure.message)
        break
    }
    if (!prefersReducedMotion() || get().isReplay) player.wake()
    else showLast()
  }

  /** From the first frame to the last in so many ms, if they are there by then. */
  const play = (ms: number) => player.play(ms / lastFrame(get()))

  return {
    /**
     * @param frames recorded ones of the same training, on show until its own have come.
     * @param then what is trained after it.
     */
    begin(
      position: PlayPosition,
      frames: readonly KnowledgeFrame[] = [],
      then: readonly PlayPosition[] = [],
    ) {
      const { prediction } = get()
      isTrained = false
      smaller = then
      set({ ...placeAt(position), frames })
      if (prediction && isSkippedBy(prediction, position)) set({ prediction: undefined })
      if (prefersReducedMotion()) showLast()
      else play(SHOW_MS)
      run.train(
        { trials: [playTrial(position)], backend: 'wasm', watch: frameSteps(position), models: 'keep' },
        hear,
      )
    },
    play,
    isRunning: run.isRunning,
  }
}

/** Frames with one more, or with one in the place of a recorded one. */
const withFrame = ({ frames, position }: PlayState, frame: KnowledgeFrame): readonly KnowledgeFrame[] =>
  frames.toSpliced(frameSteps(position).indexOf(frame.step), 1, frame)

/** Trains at positions that are not looked at, and leaves their marks where there are none; until another run is asked for. */
function markOneByOne(
  run: LatestRun,
  positions: readonly PlayPosition[],
  set: PlayStore['setState'],
  get: PlayStore['getState'],
): void {
  const [position, ...others] = positions.filter((own) => !latestTry(get().tries, own))
  if (!position) return
  const trial = playTrial(position)
  run.train({ trials: [trial], backend: 'wasm', watch: [trial.steps] }, (event) => {
    if (event.type === 'trial-finished')
      set({ tries: withTry(get().tries, { ...position, bits: event.record.memorizedBits }) })
    if (event.type === 'finished') markOneByOne(run, others, set, get)
  })
}

/** A position before anything is trained there. */
const placeAt = (position: PlayPosition) => ({
  position,
  strings: playStrings(position),
  params: playTrial(position).params,
  status: { kind: 'training' } as const,
  shown: -1,
  isReplay: false,
})
