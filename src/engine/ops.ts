/**
 * The seam for speed: all that a model family may call. A family is a forward pass over these; what stands behind them (plain
 * tf.js with its tape, or a planned list of fused kernels) is not its business, so handles are type parameters that it cannot see into.
 * M members train side by side: every parameter has a leading member axis, and activations are (M, B·S, D).
 */
/** A parameter, by its name in the family's list. */
export type ParameterName = string

export interface LinearOptions<Activation> {
  readonly bias?: ParameterName
  /** Applied to x·W + b, before the residual. GELU is GPT-2's tanh form. */
  readonly epilogue?: 'gelu'
  /** Added last. */
  readonly residual?: Activation
}

/**
 * `Activation` is (M, B·S, D) of whatever the implementation computes with; `TokenCodeLengths` is (M, B·S) nats, the cost of each
 * target token.
 */
export interface Ops<Activation, TokenCodeLengths> {
  /** Token plus position embedding of the inputs x_<t, BOS first. Tables: (V+1, D) and (S, D). */
  embed(tokens: ParameterName, positions: ParameterName): Activation
  /**
   * Layer norm over D with gain and bias, (D) each. It hands its input through as `residual`, to be used in place of x after this
   * call: an implementation may then collect both gradients of x in one backward kernel.
   */
  norm(
    x: Activation,
    gain: ParameterName,
    bias: ParameterName,
  ): { readonly normed: Activation; readonly residual: Activation }
  /** x·W (+ b), weight (D_in, D_out). */
  linear(x: Activation, weight: ParameterName, options?: LinearOptions<Activation>): Activation
  /** Multi-head causal attention on packed q, k, v: (M, B·S, 3D) → (M, B·S, D), heads side by side within each third. */
  causalAttention(qkv: Activation, heads: number): Activation
  /**
   * −ln softmax(x·Uᵀ)[target] with U the first V rows of `unembedding`, (≥ V, D): a head of its own, or the token embedding
   * where the two are tied.
   */
  crossEntropy(x: Activation, unembedding: ParameterName): TokenCodeLengths
}

/** The numerical constant of every layer norm: GPT-2's. */
export const NORM_EPSILON = 1e-5
