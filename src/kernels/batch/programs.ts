/** The dispatch that begins a step: tokens of the strings that each member trains on. */
import { bosToken } from '@/core/model/family'
import { defineProgram, foldWorkgroups, type KernelProgram } from '@/kernels/kit/kernel'
import { type RowLayout, TILE_ROWS } from '@/kernels/kit/row-layout'
import fetch from './fetch.wesl'

export interface BatchSizes {
  readonly layout: RowLayout
  readonly seqLen: number
  readonly vocab: number
}

const WORKGROUP = 64

/**
 * `batch.fetch`: table, dataset (tokens of all members), sources (members, 4), state (members, 4) → inputs (rows), targets (rows): the
 * tokens of the strings that each member trains on at its step. No uniforms.
 */
export function fetchBatch({ layout, seqLen, vocab }: BatchSizes): KernelProgram {
  const vector = seqLen % 4 === 0
  const rows = vector ? 4 : 1
  return defineProgram({
    id: 'batch.fetch',
    file: fetch,
    layoutConstants: layout.constants,
    constants: { TILE_ROWS, SEQ_LEN: seqLen, BOS: bosToken(vocab), ROWS: rows },
    conditions: { VECTOR: vector },
    workgroups: [...foldWorkgroups(Math.ceil(layout.rows / (WORKGROUP * rows))), 1],
  })
}
