/** Which parts of the update's WGSL a precision needs. float32 has none of them: its program is that of every ordinary run. */
import { keepsMaster, type Precision } from '@/core/model/precision'

export type RoundingFlags = Readonly<
  Record<'ROUNDED' | 'BFLOAT16' | 'FLOAT16' | 'NEAREST' | 'STOCHASTIC' | 'MASTER', boolean>
>

export function roundingFlags(precision: Precision): RoundingFlags {
  const rounded = precision !== 'float32'
  const master = keepsMaster(precision)
  const stochastic = precision === 'bfloat16-stochastic'
  const nearest = rounded && !stochastic
  return {
    ROUNDED: rounded,
    BFLOAT16: nearest && precision.startsWith('bfloat16'),
    FLOAT16: nearest && precision.startsWith('float16'),
    NEAREST: nearest && !master,
    STOCHASTIC: stochastic,
    MASTER: master,
  }
}
