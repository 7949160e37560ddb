/**
 * The seam for speed: all that a model family may call. A family is a forward pass over these; what stands behind them (plain
 * tf.js with its tape, or a planned list of fused kernels) is not its business, so handles are type parameters that it cannot see into.
 * M members train side by side: every parameter has a leading member axis, and activations are (M, B·S, D).
 */

/** The name of a parameter in the family's list. */
export type ParameterName = string

export interface LinearOptions<Activation> {
  readonly bias?: ParameterName
  /**
   * Applied to x·W + b, before the residual. GELU is GPT-2's tanh form. SwiGLU takes the first half of the columns for gates of the second,
   * silu(x·W_g)·(x·W_u), and its result is half as wide. Both halves are one weight (D_in, 2F), so that the layer is one product like any
   * other, with one read of x, one offset and one gradient.
   */
  readonly epilogue?: 'gelu' | 'swiglu'
  /** Added to the result, after the epilogue. */
  readonly residual?: Activation
}

export interface Normed<Activation> {
  readonly normed: Activation
  /** The norm's input. Use it in place of the input from here on: one backward kernel can then collect the gradients of both. */
  readonly residual: Activation
}

/**
 * `Activation` is (M, B·S, D) of whatever the implementation computes with; `TokenCodeLengths` is (M, B·S) nats, the cost of each
 * target token. Every activation is consumed exactly once. Exceptions: (1) a norm returns its input as `residual`; (2) several `linear` may
 * read the same x, as in blocks whose attention and MLP run in parallel behind one norm; their gradients are summed.
 */
export interface Ops<Activation, TokenCodeLengths> {
  /** Embedding of the inputs x_<t, BOS first, (V+1, D), plus that of their positions, (S, D), where those are learned. */
  embed(tokens: ParameterName, positions?: ParameterName): Activation
  /** (x − μ)/√(σ² + ε)·gain + bias over D; gain and bias (D). */
  layerNorm(x: Activation, gain: ParameterName, bias: ParameterName): Normed<Activation>
  /** x/√(mean x² + ε)·gain over D; gain (D). */
  rmsNorm(x: Activation, gain: ParameterName): Normed<Activation>
  /** x·W (+ b), weight (D_in, D_out). */
  linear(x: Activation, weight: ParameterName, options?: LinearOptions<Activation>): Activation
  /**
   * Multi-head causal attention on packed q, k, v: (M, B·S, 3D) → (M, B·S, D), heads side by side within each third.
   * @param rotaryChannels r, even: rotary positions turn the first r channels of each head in q and k, and pair channel i with i + r/2, as
   * in GPT-NeoX. 0 unless given.
   */
  causalAttention(qkv: Activation, heads: number, rotaryChannels?: number): Activation
  /**
   * −ln softmax(x·Uᵀ)[target] with U the first V rows of `unembedding`, (≥ V, D): a head of its own, or the token embedding
   * where the two are tied.
   */
  crossEntropy(x: Activation, unembedding: ParameterName): TokenCodeLengths
}
