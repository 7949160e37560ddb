/** Llama (Touvron et al. 2023): x + attention(norm(x)), then x + SwiGLU(norm(x)), all heads turned whole by their positions. */
import type { FamilyForward } from '@/engine/contract/forward'

export default {
  forward(ops, { layers, width, heads, tied }) {
    let x = ops.embed('tokens')
    for (let l = 0; l < layers; l++) {
      const attention = ops.rmsNorm(x, `h${l}.norm1.gain`)
      const qkv = ops.linear(attention.normed, `h${l}.qkv.weight`)
      const mixed = ops.causalAttention(qkv, heads, width / heads)
      x = ops.linear(mixed, `h${l}.attnOut.weight`, { residual: attention.residual })
      const mlp = ops.rmsNorm(x, `h${l}.norm2.gain`)
      const hidden = ops.linear(mlp.normed, `h${l}.mlpIn.weight`, { epilogue: 'swiglu' })
      x = ops.linear(hidden, `h${l}.mlpOut.weight`, { residual: mlp.residual })
    }
    const { normed } = ops.rmsNorm(x, 'normOut.gain')
    return ops.crossEntropy(normed, tied ? 'tokens' : 'head')
  },
} satisfies FamilyForward
