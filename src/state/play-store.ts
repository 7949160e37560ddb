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
  FRAME_STEPS,
  nextPosition,
  type PlayPosition,
  playTrial,
  samePosition,
} from '@/core/play/position'
import { latestTry, type Try, withTry } from '@/core/play/tries'
import type { Problem } from '@/core/sweep/fields'
import type { LabConnection } from '@/runtime/client/connect-lab'
import type { LabEvent } from '@/runtime/protocol'
import type { HashLocation } from './browser'
import { createFramePlayer, type FramePlayerServices } from './frame-player'

export type PlayStatus =
  /** Until its last frame is on show. */
  | { readonly kind: 'training' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string }

/** Where the visitor says the next dot will land. */
export interface Prediction {
  readonly strings: number
  readonly width: number
  readonly bits: number
  /** Until the visitor has moved it, it says nothing. */
  readonly placed: boolean
}

export interface PlayState {
  readonly position: PlayPosition
  readonly strings: PlayStrings
  /** P of the model. */
  readonly params: number
  readonly status: PlayStatus
  /** Of the training at this position, in the order of `FRAME_STEPS`, as far as they have come. */
  readonly frames: readonly KnowledgeFrame[]
  /** Index of the frame on show; -1 before the first. */
  readonly shown: number
  /** Whether the frames are shown once more, slowly. */
  readonly isReplay: boolean
  readonly tries: readonly Try[]
  readonly prediction: Prediction | undefined
  readonly linkProblems: readonly Problem[]
  /** Opens the position of a link. */
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

/** All frames of a short training take half a second, and of a slow replay six. */
const PACE_MS = 18
const SLOW_PACE_MS = 220
/** The prediction is asked for after so many presses of the button: three marks are there, and the next is where the line bends. */
const PRESSES_BEFORE_PREDICTION = 2
const LAST_FRAME = FRAME_STEPS.length - 1

export function createPlayStore(services: PlayServices): PlayStore {
  const { lab, location, opening, prefersReducedMotion } = services
  return createStore<PlayState>()((set, get) => {
    /** What the runner is to train next; undefined where it trains it already. */
    let wanted: PlayPosition | undefined
    let running = false
    let isTrained = false
    let presses = 0
    let wasAsked = false

    const player = createFramePlayer(
      services,
      () => get().frames.length - 1,
      (shown) => {
        set({ shown })
        if (shown === LAST_FRAME) reachedEnd()
      },
    )

    function reachedEnd(): void {
      const { position, frames, status } = get()
      set({ isReplay: false })
      if (!isTrained || status.kind !== 'training') return
      const made = { ...position, bits: frames[LAST_FRAME]!.memorizedBits }
      set({ status: { kind: 'done' }, tries: withTry(get().tries, made) })
      if (presses >= PRESSES_BEFORE_PREDICTION && !wasAsked) askForPrediction(made)
    }

    function askForPrediction(made: Try): void {
      const next = nextPosition(made)
      if (!next || next.width !== made.width || latestTry(get().tries, next)) return
      wasAsked = true
      // In the middle between nothing gained and everything known, so that it hints at neither.
      const bits = (made.bits + playStrings(next).ceilingBits) / 2
      set({ prediction: { strings: next.strings, width: next.width, bits, placed: false } })
    }

    function train(position: PlayPosition, frames: readonly KnowledgeFrame[] = []): void {
      const { prediction } = get()
      const isSkipped =
        prediction &&
        !prediction.placed &&
        prediction.strings === position.strings &&
        prediction.width === position.width
      isTrained = false
      set({
        ...placeAt(position),
        frames,
        ...(isSkipped && { prediction: undefined }),
      })
      wanted = position
      if (prefersReducedMotion()) showLast()
      else player.play(PACE_MS)
      if (running) lab.stop()
      else void runWanted()
    }

    async function runWanted(): Promise<void> {
      running = true
      while (wanted) {
        const own = wanted
        wanted = undefined
        const request = { trials: [playTrial(own)], backend: 'wasm', watch: FRAME_STEPS } as const
        await lab.run(request, (event) => {
          if (!wanted) hear(event)
        })
      }
      running = false
    }

    function hear(event: LabEvent): void {
      switch (event.type) {
        case 'frame': {
          const at = FRAME_STEPS.indexOf(event.frame.step)
          set({ frames: get().frames.toSpliced(at, 1, event.frame) })
          break
        }
        case 'trial-finished':
          isTrained = true
          if (get().shown === LAST_FRAME) reachedEnd()
          break
        case 'trial-failed':
          set({ status: { kind: 'failed', message: event.message } })
          break
        case 'failed':
          set({ status: { kind: 'failed', message: event.failure.message } })
          break
      }
      if (!prefersReducedMotion() || get().isReplay) player.wake()
      else showLast()
    }

    /** Without motion the end is shown, as soon as it is there. */
    function showLast(): void {
      if (get().frames.length <= LAST_FRAME) return
      if (get().shown !== LAST_FRAME) set({ shown: LAST_FRAME })
      reachedEnd()
    }

    return {
      ...placeAt(FIRST_POSITION),
      frames: [],
      tries: [],
      prediction: undefined,
      linkProblems: [],
      open(hash) {
        const { position, problems } = parsePlayLink(hash)
        set({ linkProblems: problems })
        const isOpen = running || get().status.kind === 'done'
        if (isOpen && samePosition(position, get().position)) return
        train(position, samePosition(position, FIRST_POSITION) ? opening : [])
      },
      move(to) {
        const position = { ...get().position, ...to }
        if (samePosition(position, get().position)) return
        set({ linkProblems: [] })
        train(position)
        location.replace(printPlayLink(position))
      },
      goOn() {
        const next = nextPosition(get().position)
        if (!next) return
        presses++
        get().move(next)
      },
      newStrings: () => get().move({ seed: get().position.seed + 1 }),
      watchSlowly() {
        const { frames, isReplay } = get()
        if (frames.length <= LAST_FRAME) return
        set({ isReplay: !isReplay })
        if (isReplay) player.play(0)
        else player.play(SLOW_PACE_MS)
      },
      predict(bits) {
        const { prediction } = get()
        if (prediction) set({ prediction: { ...prediction, bits: Math.max(0, bits), placed: true } })
      },
      skipPrediction: () => set({ prediction: undefined }),
    }
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
