/** The dispatch that begins a step: tokens of the strings that each member trains on. */
import { bosToken } from '@/core/model/family'
import { defineProgram, foldWorkgroups, type KernelProgram } from '@/kernels/kit/kernel'
import mixSource from '@/kernels/kit/mix32.wgsl?raw'
import { type RowLayout, TILE_ROWS } from '@/kernels/kit/row-layout'
import source from './kernel.wgsl?raw'

export interface BatchSizes {
  readonly layout: RowLayout
  readonly seqLen: number
  readonly vocab: number
}

const WORKGROUP = 64

export function fetchBatch({ layout, seqLen, vocab }: BatchSizes): KernelProgram {
  const vector = seqLen % 4 === 0
  const rows = vector ? 4 : 1
  const ids = vector ? 'vec4u' : 'u32'
  return defineProgram({
    id: 'batch.fetch',
    source: [mixSource, source].join('\n'),
    layoutConstants: layout.constants,
    constants: { TILE_ROWS, SEQ_LEN: seqLen, BOS: bosToken(vocab), ROWS: rows },
    flags: { VECTOR: vector },
    bindings: [
      { name: 'table', access: 'read', type: 'vec4u' },
      { name: 'dataset', access: 'read', type: 'u32' },
      { name: 'sources', access: 'read', type: 'vec4u' },
      { name: 'state', access: 'read', type: 'vec4f' },
      { name: 'inputs', access: 'write', type: ids },
      { name: 'targets', access: 'write', type: ids },
    ],
    uniforms: [],
    workgroups: [...foldWorkgroups(Math.ceil(layout.rows / (WORKGROUP * rows))), 1],
  })
}
