/** The bits of a string's source, symbol by symbol. */
import { type SourceSpec, skewedDistribution } from './sources'

/**
 * −log2 of the probability that the source gives each symbol. Where a symbol's probability depends on others, or only that of the whole string is known,
 * the string's bits are shared out evenly: the symbols then sum to the string in any case.
 * @param sourceBits −log2 p_source of the whole string.
 */
export function symbolBits(source: SourceSpec, tokens: ArrayLike<number>, sourceBits: number): Float64Array {
  if (source.id !== 'alphabet' || source.skew === 0)
    return new Float64Array(tokens.length).fill(sourceBits / tokens.length)
  const p = skewedDistribution(source.symbols, source.skew)
  return Float64Array.from(tokens, (symbol) => -Math.log2(p[symbol] ?? 0))
}
