/** GPT-2 (Radford et al. 2019): pre-norm blocks, x + attention(norm(x)), then x + MLP(norm(x)). */
import type { FamilyForward } from '@/engine/contract/forward'

export default {
  forward(ops, { layers, heads, tied }) {
    let x = ops.embed('tokens', 'positions')
    for (let l = 0; l < layers; l++) {
      const attention = ops.layerNorm(x, `h${l}.norm1.gain`, `h${l}.norm1.bias`)
      const qkv = ops.linear(attention.normed, `h${l}.qkv.weight`, { bias: `h${l}.qkv.bias` })
      x = ops.linear(ops.causalAttention(qkv, heads), `h${l}.attnOut.weight`, {
        bias: `h${l}.attnOut.bias`,
        residual: attention.residual,
      })
      const mlp = ops.layerNorm(x, `h${l}.norm2.gain`, `h${l}.norm2.bias`)
      const hidden = ops.linear(mlp.normed, `h${l}.mlpIn.weight`, {
        bias: `h${l}.mlpIn.bias`,
        epilogue: 'gelu',
      })
      x = ops.linear(hidden, `h${l}.mlpOut.weight`, { bias: `h${l}.mlpOut.bias`, residual: mlp.residual })
    }
    const { normed } = ops.layerNorm(x, 'normOut.gain', 'normOut.bias')
    return ops.crossEntropy(normed, tied ? 'tokens' : 'head')
  },
} satisfies FamilyForward
