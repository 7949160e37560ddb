/** Logits and their cross-entropy, the end of every forward pass. */
import { crossEntropy as crossEntropyProgram } from '@/kernels/cross-entropy/programs'
import type { ParameterName } from '../../contract/ops'
import type { PlanActivation, PlanTape } from '../tape'
import { logits } from './linear'

/** Writes the costs of all target tokens to the plan's `nll`. */
export function crossEntropy(tape: PlanTape, x: PlanActivation, unembedding: ParameterName): undefined {
  const { layout, training, sums } = tape
  const { table, targets, nll } = tape.inputs
  const { vocab } = tape.shape
  const y = logits(tape, x, unembedding)
  const dlogits = tape.perRow('d logits', vocab)
  tape.record({
    program: crossEntropyProgram({ layout, vocab, gradient: training, rowSums: sums.rowSums }),
    buffers: [table, y.value, targets, nll, ...(training ? [dlogits] : [])],
    uniforms: [],
  })
  // The forward kernel writes the gradient as well, so there is nothing to record for the backward pass.
  y.gradient = dlogits
  return undefined
}
