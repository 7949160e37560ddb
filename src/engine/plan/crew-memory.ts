/** Memory of a thread that computes its share of a step: its own rows as views of all, and the sums of gradients that threads exchange. */
import type { CrewShare } from './crew-share'
import type { CrewPart, MachineCrew, Words } from './machine'
import type { MachineBuffer } from './step-plan'

export interface StepRows {
  /** The row layout's table. */
  readonly table: MachineBuffer
  /** (rows) token ids of the batch. */
  readonly inputs: MachineBuffer
  readonly targets: MachineBuffer
  /** (rows) −ln p of each target. */
  readonly nll: MachineBuffer
}

export interface CrewMemory {
  /** The rows that this thread computes. */
  readonly own: StepRows
  /** Table of its blocks, in place of members. */
  readonly ownBlocks: MachineBuffer
  /** (own blocks × normChunks) squares of their sums, which nobody reads. */
  readonly ownNorms: MachineBuffer
  /** (blocks × stride) sums of gradients of all blocks, and in the same place those of its own. */
  readonly sums: MachineBuffer
  readonly ownSums: MachineBuffer
  /** What threads tell each other in each step. */
  readonly parts: readonly CrewPart[]
  readonly machine: MachineCrew
}

/** @param allocate makes a buffer that is freed with the rest of the population's memory. */
export function createCrewMemory(
  share: CrewShare,
  all: StepRows,
  { stride, normChunks }: { readonly stride: number; readonly normChunks: number },
  machine: MachineCrew,
  allocate: (label: string, words: number, data?: Words) => MachineBuffer,
): CrewMemory {
  const upload = (label: string, table: Uint32Array) => allocate(label, table.length, Uint32Array.from(table))
  const sums = allocate('sums of blocks', share.blocks.splits * stride)
  const rows = share.rowsOf[machine.place]!
  const blocks = share.blocksOf[machine.place]!
  const ofRows = (buffer: MachineBuffer) => machine.view(buffer, 4 * rows.first, 4 * rows.count)
  return {
    own: {
      table: upload('own rows', share.own.table),
      inputs: ofRows(all.inputs),
      targets: ofRows(all.targets),
      nll: ofRows(all.nll),
    },
    ownBlocks: upload('own blocks', share.ownBlocks.table),
    ownNorms: allocate('norms of own blocks', share.ownBlocks.members * normChunks),
    sums,
    ownSums: machine.view(sums, 4 * stride * blocks.first, 4 * stride * blocks.count),
    parts: [
      ...share.blocksOf.map(({ first, count }, owner) => ({
        owner,
        buffer: sums,
        at: 4 * stride * first,
        bytes: 4 * stride * count,
      })),
      ...share.rowsOf.map(({ first, count }, owner) => ({
        owner,
        buffer: all.nll,
        at: 4 * first,
        bytes: 4 * count,
      })),
    ],
    machine,
  }
}
