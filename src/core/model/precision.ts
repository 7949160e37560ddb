/**
 * Precision of weights while they train. Stored: the weights themselves are rounded to 16 bits after every update, and what an update
 * changes by less than half a unit is lost, unless it is rounded up or down by chance. Forward: a float32 copy, the master, takes the
 * updates, and the model computes with its rounding. Everything else, gradients and moments too, stays in float32.
 */
export const STORED = ['bfloat16-stored', 'float16-stored', 'bfloat16-stochastic'] as const
export const FORWARD = ['bfloat16-forward', 'float16-forward'] as const

export type Precision = 'float32' | (typeof STORED)[number] | (typeof FORWARD)[number]
export const PRECISIONS: readonly Precision[] = ['float32', ...FORWARD, ...STORED]

/** @param name as in a trial's settings; float32 where it is none of these. */
export const precisionNamed = (name: unknown): Precision =>
  PRECISIONS.find((precision) => precision === name) ?? 'float32'

export const keepsMaster = (precision: Precision): boolean => FORWARD.some((forward) => forward === precision)
