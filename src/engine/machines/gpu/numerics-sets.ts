/**
 * The sets of numerics that a GPU may train by: one value of each factor. Which are faster differs from GPU to GPU (docs/tuning.md, Plan), and
 * whoever looks for the fastest goes factor by factor.
 */
import { PLANNED_SPLIT_ROWS } from '@/core/sweep/estimate'
import { KERNEL_SUMS, NORM_CHUNKS, type Numerics } from '../../plan/numerics'

/** A GPU's splits are whole tiles. */
export interface GpuNumerics extends Numerics {
  readonly splitRows: number
  /** Of each factor the index of its value; 0 is the default. */
  readonly choice: readonly number[]
}

interface Value {
  /** What it adds to the name. */
  readonly name: string
  readonly is: Partial<Numerics & { readonly splitRows: number }>
}

const OWN: Value = { name: '', is: {} }
const QUADS: Value = { name: '.quads', is: { rowSums: 'quads' } }

/**
 * Those first that were modelled to matter most. Fewer rows a split are more workgroups for the gradients of few rows, and more partial
 * gradients to add up; fewer chunks are less for every update to read.
 */
const factors = (subgroups: boolean): readonly (readonly Value[])[] => [
  [
    OWN,
    { name: '.rows128', is: { splitRows: 128 } },
    { name: '.rows128.chunks64', is: { splitRows: 128, normChunks: 64 } },
    { name: '.rows64', is: { splitRows: 64 } },
  ],
  [OWN, { name: '.vectors', is: { rowSums: 'vectors' } }, ...(subgroups ? [QUADS] : [])],
  [OWN, { name: '.keys8', is: { blockKeys: 8 } }, { name: '.keys2', is: { blockKeys: 2 } }],
]

export const DEFAULT_NUMERICS: GpuNumerics = {
  numerics: 'wgsl-2',
  splitRows: PLANNED_SPLIT_ROWS,
  normChunks: NORM_CHUNKS,
  ...KERNEL_SUMS,
  choice: [0, 0, 0],
}

/** @param subgroups whether the device has their operations. @returns all sets, the default one first. */
export const numericsSets = (subgroups: boolean): readonly GpuNumerics[] =>
  factors(subgroups).reduce<readonly GpuNumerics[]>(
    (sets, values, factor) =>
      sets.flatMap((set) =>
        values.map(({ name, is }, value) => ({
          ...set,
          ...is,
          numerics: set.numerics + name,
          choice: set.choice.with(factor, value),
        })),
      ),
    [DEFAULT_NUMERICS],
  )
