/** The parts of a trained model that can be switched off, to see what it remembers without them. Plain data. */
import { familyById } from './families'
import type { ModelShape } from './family'

export type ModelPart =
  /** One attention head: what it adds to the residual stream is left out. Layers and heads count from 0. */
  | { readonly kind: 'head'; readonly layer: number; readonly head: number }
  /** A layer's MLP, with its biases. */
  | { readonly kind: 'mlp'; readonly layer: number }
  /** The embedding of the input's tokens, or that of their positions; a head that is tied to the tokens stays. */
  | { readonly kind: 'embedding'; readonly of: 'tokens' | 'positions' }

/** All parts of a model, from its inputs on. Rotary positions are no part: they have no weights. */
export function modelParts(family: string, shape: ModelShape): ModelPart[] {
  const hasPositions =
    shape.positions !== 'none' &&
    familyById(family)
      .parameters(shape)
      .some(({ name }) => name === 'positions')
  return [
    { kind: 'embedding', of: 'tokens' },
    ...(hasPositions ? [{ kind: 'embedding', of: 'positions' } as const] : []),
    ...Array.from({ length: shape.layers }, (_, layer): ModelPart[] => [
      ...Array.from({ length: shape.heads }, (_, head) => ({ kind: 'head', layer, head }) as const),
      { kind: 'mlp', layer },
    ]).flat(),
  ]
}

/** Equal names mean the same part. */
export function partName(part: ModelPart): string {
  switch (part.kind) {
    case 'head':
      return `h${part.layer}.head${part.head}`
    case 'mlp':
      return `h${part.layer}.mlp`
    case 'embedding':
      return part.of
  }
}
