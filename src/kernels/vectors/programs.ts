/** The test program of each shared function on a GPU. */
import { scheduleSizes } from '@/kernels/adamw/programs'
import { defineProgram, foldWorkgroups, type KernelProgram } from '@/kernels/kit/kernel'
import file from './shared.wesl'
import type { SharedFunction } from './vectors'

const CONDITIONS: Readonly<Record<SharedFunction, string>> = {
  mix32: 'MIX32',
  roundedToBfloat16: 'BFLOAT16',
  roundedToFloat16: 'FLOAT16',
  roundedStochastically: 'STOCHASTIC',
  shuffled: 'SHUFFLE',
  scheduleFactor: 'SCHEDULE',
}

/**
 * `vectors.shared`: arguments (rows, width) → results (rows).
 * @param width arguments of one row. @param schedule of `scheduleFactor`, whose one argument is the step.
 */
export function sharedProgram(
  name: SharedFunction,
  rows: number,
  width: number,
  schedule: { readonly steps: number; readonly cosine: boolean } = { steps: 1, cosine: false },
): KernelProgram {
  return defineProgram({
    id: 'vectors.shared',
    file,
    constants: { ARGUMENTS: width, ...scheduleSizes(schedule.steps) },
    layoutConstants: {},
    conditions: {
      ...Object.fromEntries(Object.entries(CONDITIONS).map(([key, condition]) => [condition, key === name])),
      COSINE: schedule.cosine,
    },
    workgroups: [...foldWorkgroups(Math.ceil(rows / 64)), 1],
  })
}
