/** Which parts of update.wesl a precision needs. float32 needs none of them: its program is that of every ordinary run. */
import { keepsMaster, type Precision } from '@/core/model/precision'

type RoundingConditions = Readonly<
  Record<'ROUNDED' | 'BFLOAT16' | 'FLOAT16' | 'NEAREST' | 'STOCHASTIC' | 'MASTER', boolean>
>

export function roundingConditions(precision: Precision): RoundingConditions {
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
