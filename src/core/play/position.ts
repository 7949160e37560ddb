/** Where the sliders of the landing page stand, and the one model that is trained there: capacity's Tiny in other sizes. */
import { presetById } from '../sweep/experiment'
import { experimentById } from '../sweep/experiments'
import type { Trial } from '../sweep/trial'

export interface PlayPosition {
  /** N, strings that the model is given. */
  readonly strings: number
  /** d, the model's width: its size. */
  readonly width: number
  /** Of strings and initial weights. */
  readonly seed: number
}

export const STRING_COUNTS = [8, 16, 32, 64, 128, 256, 512] as const

/** 416 to 3,968 parameters: at the widest, 512 strings take one core of a laptop about a second. */
export const WIDTHS = [4, 6, 8, 12, 16] as const

export const FIRST_POSITION: PlayPosition = { strings: 16, width: 8, seed: 0 }

export const MAX_SEED = 999_999

export const samePosition = (a: PlayPosition, b: PlayPosition): boolean =>
  a.strings === b.strings && a.width === b.width && a.seed === b.seed

export function playTrial({ strings, width, seed }: PlayPosition): Trial {
  const capacity = experimentById('capacity')
  const tiny = presetById(capacity, 'tiny').config
  return capacity.plan({ ...tiny, width: [width], datasetSizes: [strings], seeds: [seed] })[0]!
}

/** Dense early, where most changes. The last is that of the trial. */
const FRAME_STEPS: readonly number[] = [
  0, 1, 2, 4, 6, 9, 12, 16, 21, 26, 32, 39, 47, 56, 66, 77, 89, 102, 116, 131, 147, 164, 182, 202, 224, 248,
  273, 300,
]

/** Steps after which one looks at the model while it trains, 0 and the last among them: the fewer, the longer a step and a look take. */
export function frameSteps({ strings, width }: Pick<PlayPosition, 'strings' | 'width'>): readonly number[] {
  const every = strings < 256 ? 1 : strings * width < 6000 ? 2 : 3
  const last = FRAME_STEPS.length - 1
  return FRAME_STEPS.filter((_, at) => at === 0 || (last - at) % every === 0)
}

/** Twice as many strings; where there are no more, the next larger model; after the largest, undefined. */
export function nextPosition(position: PlayPosition): PlayPosition | undefined {
  const strings = after(STRING_COUNTS, position.strings)
  if (strings !== undefined) return { ...position, strings }
  const width = after(WIDTHS, position.width)
  return width === undefined ? undefined : { ...position, width }
}

/** Whether one number of strings comes right after another on the slider. */
export const comesNext = (before: number, strings: number): boolean =>
  after(STRING_COUNTS, before) === strings

/** What a visitor would have come by, from the first position on: the same model with fewer strings. */
export const smallerPositions = (position: PlayPosition): readonly PlayPosition[] =>
  STRING_COUNTS.filter((count) => count >= FIRST_POSITION.strings && count < position.strings).map(
    (strings) => ({ ...position, strings }),
  )

const after = (values: readonly number[], value: number): number | undefined =>
  values[values.indexOf(value) + 1]
