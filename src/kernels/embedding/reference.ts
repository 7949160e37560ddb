/** Token (plus position) embedding and its gradient in float64: the specification of the kernels. */
import { memberRanges, splitRanges } from '@/kernels/kit/case-data'
import type { EmbeddingSizes } from './programs'

/** Offsets of the two tables within a member's parameters, in floats. */
export interface EmbeddingOffsets {
  readonly tokens: number
  /** Read only where there are positions. */
  readonly positions: number
}

/** @returns x (rows, D); NaN in padding. */
export function embeddingReference(
  { layout, paramStride, width, seqLen, positions }: EmbeddingSizes,
  offsets: EmbeddingOffsets,
  params: ArrayLike<number>,
  inputs: ArrayLike<number>,
): Float64Array {
  const x = new Float64Array(layout.rows * width).fill(Number.NaN)
  for (const { member, first, count } of memberRanges(layout)) {
    for (let r = 0; r < count; r++) {
      const token = member * paramStride + offsets.tokens + inputs[first + r]! * width
      const position = member * paramStride + offsets.positions + (r % seqLen) * width
      for (let d = 0; d < width; d++) {
        x[(first + r) * width + d] = params[token + d]! + (positions ? params[position + d]! : 0)
      }
    }
  }
  return x
}

/**
 * @param before (splits, paramStride) what `partials` holds; where `tied`, gradients of symbols are added to it.
 * @returns the same, with the tables' gradients of each split.
 */
export function embeddingBackwardReference(
  {
    layout,
    paramStride,
    width,
    vocab,
    seqLen,
    positions: learned,
    tied = false,
  }: EmbeddingSizes & { readonly tied?: boolean },
  offsets: EmbeddingOffsets,
  inputs: ArrayLike<number>,
  dx: ArrayLike<number>,
  before: ArrayLike<number>,
): Float64Array {
  const partials = Float64Array.from(before)
  const members = memberRanges(layout)
  splitRanges(layout).forEach(({ member, first, count }, split) => {
    const slot = split * paramStride
    const tokens = slot + offsets.tokens
    const positions = slot + offsets.positions
    partials.fill(0, tied ? tokens + vocab * width : tokens, tokens + (vocab + 1) * width)
    if (learned) partials.fill(0, positions, positions + seqLen * width)
    for (let row = first; row < first + count; row++) {
      const position = (row - members[member]!.first) % seqLen
      for (let d = 0; d < width; d++) {
        partials[tokens + inputs[row]! * width + d]! += dx[row * width + d]!
        if (learned) partials[positions + position * width + d]! += dx[row * width + d]!
      }
    }
  })
  return partials
}
