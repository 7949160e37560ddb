/** What page, planner and engine need to know about a model family without loading any tensor code. */
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
}

/** Token id that every sequence starts with: the row behind the alphabet. */
export const bosToken = (vocab: number): number => vocab

export type Initializer =
  | { readonly kind: 'normal'; readonly std: number }
  | { readonly kind: 'constant'; readonly value: number }

export interface ParameterSpec {
  readonly name: string
  readonly shape: readonly number[]
  readonly init: Initializer
}

export interface FamilyConfig {
  readonly id: string
  readonly label: string
  /** One line on what sets this family apart. */
  readonly summary: string
  /** What is wrong with a shape, named by config field; empty where the family can build it. */
  problems(
    shape: ModelShape,
  ): readonly { field: 'layers' | 'width' | 'heads' | 'vocab' | 'seqLen'; message: string }[]
  /** All trained parameters, in a fixed order: initial weights are drawn in it. */
  parameters(shape: ModelShape): readonly ParameterSpec[]
  /** The published closed form; the contract tests hold it against `parameters`. */
  parameterCount(shape: ModelShape): number
}
