/** The dispatch of the cross-entropy, with or without its gradient. */
import { defineProgram, foldWorkgroups, type KernelProgram } from '@/kernels/kit/kernel'
import { type RowLayout, TILE_ROWS } from '@/kernels/kit/row-layout'
import source from './kernel.wgsl?raw'

export interface CrossEntropySizes {
  readonly layout: RowLayout
  readonly vocab: number
}

const WORKGROUP = 64

/** Invocations that share a row: about √V, so that each joins as many parts as it has summed logits; none share a short row. */
function lanesOfRow(vocab: number): number {
  if (vocab <= 16) return 1
  if (vocab <= 64) return 8
  if (vocab <= 256) return 16
  return vocab <= 1024 ? 32 : 64
}

export function crossEntropy({
  layout,
  vocab,
  gradient,
}: CrossEntropySizes & { readonly gradient: boolean }): KernelProgram {
  const lanes = lanesOfRow(vocab)
  const vector = lanes === 1 && vocab % 4 === 0
  const logits = vector ? 'vec4f' : 'f32'
  return defineProgram({
    id: gradient ? 'cross-entropy.gradient' : 'cross-entropy.forward',
    source,
    layoutConstants: layout.constants,
    constants: { TILE_ROWS, VOCAB: vocab, LANES: lanes },
    flags: { SHARED: lanes > 1, VECTOR: vector, GRADIENT: gradient },
    bindings: [
      { name: 'table', access: 'read', type: 'vec4u' },
      { name: 'logits', access: 'read', type: logits },
      { name: 'targets', access: 'read', type: 'u32' },
      { name: 'nats', access: 'write', type: 'f32' },
      ...(gradient ? [{ name: 'dlogits', access: 'write', type: logits } as const] : []),
    ],
    uniforms: [],
    workgroups: [...foldWorkgroups(Math.ceil(layout.rows / (WORKGROUP / lanes))), 1],
  })
}
