/**
 * What the configs of transformer families share: named groups of parameters with their initial values, and the check of heads. Families differ in
 * their blocks alone: where one has GELU it is GPT-2's tanh form, the norms add 1e-5 to the variance, and the head has no bias in any of them.
 */
import type { FamilyConfig, Initializer, ModelShape, ParameterSpec } from './family'
import { RECIPE_OPTIONS } from './recipe'

export const MATRIX: Initializer = { kind: 'normal', std: RECIPE_OPTIONS.initStd }
/** Initial weights of the 2L projections that add to the residual stream: the matrices' scale × 1/√(2L). */
export const residualMatrix = (layers: number): Initializer => ({
  kind: 'normal',
  std: RECIPE_OPTIONS.initStd / Math.sqrt(2 * layers),
})
const ZEROS: Initializer = { kind: 'constant', value: 0 }
const ONES: Initializer = { kind: 'constant', value: 1 }

export const gainSpec = (name: string, width: number): ParameterSpec => ({
  name: `${name}.gain`,
  shape: [width],
  init: ONES,
})

const biasSpec = (name: string, width: number): ParameterSpec => ({
  name: `${name}.bias`,
  shape: [width],
  init: ZEROS,
})

export const layerNormSpecs = (name: string, width: number): readonly ParameterSpec[] => [
  gainSpec(name, width),
  biasSpec(name, width),
]

export const weightSpec = (
  name: string,
  inputs: number,
  outputs: number,
  init: Initializer,
): ParameterSpec => ({ name: `${name}.weight`, shape: [inputs, outputs], init })

/** A weight and its bias. */
export const linearSpecs = (
  name: string,
  inputs: number,
  outputs: number,
  init: Initializer,
): readonly ParameterSpec[] => [weightSpec(name, inputs, outputs, init), biasSpec(name, outputs)]

/** Tables of V+1 tokens and, where it is not the same, of V unembeddings. */
export const tokensSpec = ({ vocab, width }: ModelShape): ParameterSpec => ({
  name: 'tokens',
  shape: [vocab + 1, width],
  init: MATRIX,
})
export const headSpecs = ({ vocab, width, tied }: ModelShape): readonly ParameterSpec[] =>
  tied ? [] : [{ name: 'head', shape: [vocab, width], init: MATRIX }]

/** @param wrong what is wrong with heads of a width, if anything is. */
export function headProblems(
  { width, heads }: ModelShape,
  wrong: (headWidth: number) => string | undefined,
): ReturnType<FamilyConfig['problems']> {
  const message = width % heads === 0 ? wrong(width / heads) : `${heads} heads do not divide width ${width}`
  return message === undefined ? [] : [{ field: 'heads', message }]
}

/** The numerical constant of every norm: GPT-2's, Pythia's, Phi's, and that of Llama 2. */
export const NORM_EPSILON = 1e-5

/** Rotary positions: pair i of r channels turns by t·ROTARY_BASE^(−2i/r) at position t (Su et al. 2021, arXiv 2104.09864, §3.2.2). */
export const ROTARY_BASE = 10_000
