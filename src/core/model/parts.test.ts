import { expect, it } from 'vitest'
import { modelParts, partName } from './parts'

const SHAPE = { layers: 2, width: 4, heads: 2, vocab: 4, seqLen: 3, tied: false }

it('lists embeddings, then the heads and the MLP of each layer', () => {
  expect(modelParts('gpt2', SHAPE).map(partName)).toEqual([
    'tokens',
    'positions',
    'h0.head0',
    'h0.head1',
    'h0.mlp',
    'h1.head0',
    'h1.head1',
    'h1.mlp',
  ])
})

it('has no part for positions without a table', () => {
  for (const [family, positions] of [
    ['gpt2', 'none'],
    ['llama', undefined],
  ] as const)
    expect(modelParts(family, { ...SHAPE, positions }).map(partName)).not.toContain('positions')
})
