/**
 * What Morris et al. 2025 (arXiv 2505.24832) measured: Table 1, bits per parameter by layers and width after training in float32 and in
 * bfloat16, and the slope of capacity against parameters. GPT-2 with tied embeddings, V 2048, S 64, 10^6 steps, five seeds.
 */
import { linearRegression } from 'simple-statistics'
import { familyById } from '../model/families'
import type { ModelShape } from '../model/family'

export interface MorrisModel {
  readonly layers: number
  readonly width: number
  readonly params: number
  readonly bitsPerParam: { readonly float32: number; readonly bfloat16: number }
}

const VOCAB = 2048
const SEQ_LEN = 64
const WIDTHS = [32, 64, 128, 256]

/** Layers; then float32 and bfloat16 for each of WIDTHS. */
const ROWS: readonly (readonly [layers: number, float32: readonly number[], bfloat16: readonly number[]])[] =
  [
    [1, [4.23, 3.92, 3.65, 3.12], [3.93, 3.74, 3.61, 2.88]],
    [2, [4.16, 4.08, 3.99, 4.01], [3.56, 3.94, 3.89, 3.66]],
    [4, [3.92, 3.98, 3.78, 3.68], [3.37, 3.39, 3.53, 3.51]],
    [8, [3.02, 3.83, 3.89, 3.96], [2.86, 3.19, 3.49, 3.65]],
  ]

/** Smallest first. Heads change no count. */
export const MORRIS_TABLE: readonly MorrisModel[] = ROWS.flatMap(([layers, float32, bfloat16]) =>
  WIDTHS.map((width, i) => ({
    layers,
    width,
    params: familyById('gpt2').parameterCount({
      layers,
      width,
      heads: 1,
      vocab: VOCAB,
      seqLen: SEQ_LEN,
      tied: true,
    }),
    bitsPerParam: { float32: float32[i]!, bfloat16: bfloat16[i]! },
  })),
).toSorted((a, b) => a.params - b.params)

/** The model of the table that has this shape; undefined where it has none. */
export const morrisModel = ({ layers, width, vocab, seqLen, tied }: ModelShape): MorrisModel | undefined =>
  vocab === VOCAB && seqLen === SEQ_LEN && tied
    ? MORRIS_TABLE.find((model) => model.layers === layers && model.width === width)
    : undefined

const slopeOf = (format: 'float32' | 'bfloat16'): number =>
  linearRegression(MORRIS_TABLE.map(({ params, bitsPerParam }) => [params, params * bitsPerParam[format]])).m

/**
 * Bits that each further parameter holds: the slope of capacity against parameters, by ordinary least squares over the table's sixteen models.
 * We train in float32, so our slopes are compared with that of float32. The 3.64 that the paper prints (its α) and the 3.6 of its summary are of bfloat16.
 */
export const MORRIS_SLOPE = { float32: slopeOf('float32'), bfloat16: slopeOf('bfloat16') } as const
