/** Pythia (Biderman et al. 2023): x + attention(norm1(x)) + MLP(norm2(x)). Each norm hands x on, so that it is read by one after the other. */
import type { FamilyForward } from '@/engine/contract/forward'
import { rotaryChannels } from './config'

export default {
  forward(ops, { layers, width, heads, tied }) {
    let x = ops.embed('tokens')
    for (let l = 0; l < layers; l++) {
      const attention = ops.layerNorm(x, `h${l}.norm1.gain`, `h${l}.norm1.bias`)
      const qkv = ops.linear(attention.normed, `h${l}.qkv.weight`, { bias: `h${l}.qkv.bias` })
      const mixed = ops.causalAttention(qkv, heads, rotaryChannels(width / heads))
      const mlp = ops.layerNorm(attention.residual, `h${l}.norm2.gain`, `h${l}.norm2.bias`)
      const attended = ops.linear(mixed, `h${l}.attnOut.weight`, {
        bias: `h${l}.attnOut.bias`,
        residual: mlp.residual,
      })
      const hidden = ops.linear(mlp.normed, `h${l}.mlpIn.weight`, {
        bias: `h${l}.mlpIn.bias`,
        epilogue: 'gelu',
      })
      x = ops.linear(hidden, `h${l}.mlpOut.weight`, { bias: `h${l}.mlpOut.bias`, residual: attended })
    }
    const { normed } = ops.layerNorm(x, 'normOut.gain', 'normOut.bias')
    return ops.crossEntropy(normed, tied ? 'tokens' : 'head')
  },
} satisfies FamilyForward
