/** Causal attention, with rotary positions where a family has them. */
import { attentionBackward, attentionForward, rotationTable } from '@/kernels/attention/programs'
import { PlanActivation, type PlanTape } from '../tape'

/** @param qkv (rows, 3D) @returns (rows, D) */
export function causalAttention(
  tape: PlanTape,
  qkv: PlanActivation,
  heads: number,
  rotaryChannels = 0,
): PlanActivation {
  const { table } = tape.inputs
  const { width, seqLen } = tape.shape
  const mixed = new PlanActivation(tape.perRow('attention', width))
  const logSumExp = tape.perRow('log-sum-exp', heads)
  const sizes = { layout: tape.layout, width, heads, rotaryChannels }
  // All layers share one table.
  const rotations =
    rotaryChannels === 0
      ? []
      : [
          tape.constant(`rotations of ${rotaryChannels} channels`, () =>
            rotationTable(seqLen, rotaryChannels),
          ),
        ]
  tape.record({
    program: attentionForward({ ...sizes, blockKeys: tape.sums.blockKeys }),
    buffers: [table, qkv.value, ...rotations, mixed.value, logSumExp],
    uniforms: [],
  })
  tape.onBackward(() => {
    const dqkv = tape.perRow('d attention', 3 * width)
    qkv.gradient = dqkv
    return {
      program: attentionBackward(sizes),
      buffers: [table, qkv.value, ...rotations, mixed.value, logSumExp, tape.gradientOf(mixed), dqkv],
      uniforms: [],
    }
  })
  return mixed
}
