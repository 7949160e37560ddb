/** Phi (Li et al. 2023): x + attention(n) + MLP(n) with n = norm(x). Both read n, and their backward passes add up its gradient: sharing costs no kernel. */
import type { FamilyForward } from '@/engine/contract/forward'
import { rotaryChannels } from './config'

export default {
  forward(ops, { layers, width, heads, tied }) {
    let x = ops.embed('tokens')
    for (let l = 0; l < layers; l++) {
      const { normed, residual } = ops.layerNorm(x, `h${l}.norm.gain`, `h${l}.norm.bias`)
      const qkv = ops.linear(normed, `h${l}.qkv.weight`, { bias: `h${l}.qkv.bias` })
      const mixed = ops.causalAttention(qkv, heads, rotaryChannels(width / heads))
      const attended = ops.linear(mixed, `h${l}.attnOut.weight`, { bias: `h${l}.attnOut.bias`, residual })
      const hidden = ops.linear(normed, `h${l}.mlpIn.weight`, { bias: `h${l}.mlpIn.bias`, epilogue: 'gelu' })
      x = ops.linear(hidden, `h${l}.mlpOut.weight`, { bias: `h${l}.mlpOut.bias`, residual: attended })
    }
    const { normed } = ops.layerNorm(x, 'normOut.gain', 'normOut.bias')
    return ops.crossEntropy(normed, tied ? 'tokens' : 'head')
  },
} satisfies FamilyForward
