/** A model family as page, planner and engine know it, without any tensor code. */
export interface ModelShape {
  readonly layers: number
  readonly width: number
  readonly heads: number
  /** V, symbols; the embedding has one more row, for BOS. */
  readonly vocab: number
  /** S, tokens in a string. */
  readonly seqLen: number
  /** Whether the unembedding is the embedding transposed. */
  readonly tied: boolean
  /** Fixed positions in place of the learned ones that the family has; undefined for learned ones. */
  readonly positions?: FixedPositions | undefined
}

/** Sinusoids of amplitude 0.02 (science.md §4, dynamics), or nothing: a table that training leaves alone. */
export type FixedPositions = 'sinusoidal' | 'none'
export const FIXED_POSITIONS: readonly FixedPositions[] = ['sinusoidal', 'none']

/** How a model can know where a token stands: a table, learned or fixed, or queries and keys that are turned by an angle. */
export type Positions = 'learned' | FixedPositions | 'rotary'

/** Token id that every sequence starts with: the row behind the alphabet. */
export const bosToken = (vocab: number): number => vocab

export type Initializer =
  | { readonly kind: 'normal'; readonly std: number }
  | { readonly kind: 'constant'; readonly value: number }
  /** Row t, column 2i and 2i + 1: amplitude · sin and cos of t / 10000^(2i / columns) (Vaswani et al. 2017). */
  | { readonly kind: 'sinusoidal'; readonly amplitude: number }

export interface ParameterSpec {
  readonly name: string
  readonly shape: readonly number[]
  readonly init: Initializer
  /** Never trained and not counted. Frozen parameters stand behind all trained ones. */
  readonly frozen?: boolean
}

export interface FamilyConfig {
  readonly id: string
  readonly label: string
  /** One line on what sets this family apart. */
  readonly summary: string
  /** Kinds of positions that it can be built with; the first is the default. */
  readonly positions: readonly [Positions, ...Positions[]]
  /** Problems of a shape, named by config field; empty where the family can build it. */
  problems(
    shape: ModelShape,
  ): readonly { field: 'layers' | 'width' | 'heads' | 'vocab' | 'seqLen'; message: string }[]
  /** All parameters, in a fixed order, frozen ones last: initial weights are drawn in it. */
  parameters(shape: ModelShape): readonly ParameterSpec[]
  /** Trained parameters by the published closed form; the contract tests hold it against `parameters`. */
  parameterCount(shape: ModelShape): number
}
