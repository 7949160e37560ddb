/**
 * What a device has been found to do fastest, as far as its trainings have shown: for each program the alternative that they settled on.
 * It is forgotten with the device: to find it anew costs no time.
 */
import type { KernelProgram } from '@/kernels/kit/kernel'
import { createTuner, type Tuner, type TunerOptions } from './tuner'

/** What was settled on for the heaviest programs of a plan. */
export interface TuningNews {
  /** By the id of a program: how its workgroups share the work now, as in `columns 32, chunk 16`, and before. */
  readonly programs: readonly { readonly id: string; readonly was: string; readonly is: string }[]
  /** Share of a step's time that it saves. */
  readonly gain: number
}

export interface Tuning {
  createTuner(options: TunerOptions): Tuner
  /** The program that is to stand in for this one, or it itself; undefined where nobody knows yet. */
  settled(program: KernelProgram): KernelProgram | undefined
  settle(changes: readonly (readonly [own: KernelProgram, chosen: KernelProgram])[], gain: number): void
}

/** @param parts other ones, for tests. @param onSettled called whenever a plan has been tuned. */
export function createTuning(
  onSettled: (news: TuningNews) => void = () => undefined,
  parts: Pick<Tuning, 'createTuner'> = { createTuner },
): Tuning {
  const settled = new Map<string, string>()
  return {
    ...parts,
    settled(program) {
      const variant = settled.get(keyOf(program))
      if (variant === undefined) return undefined
      return program.alternatives().find((other) => other.variant === variant) ?? program
    },
    settle(changes, gain) {
      for (const [own, { variant }] of changes) settled.set(keyOf(own), variant)
      onSettled({
        programs: changes.map(([{ id, variant }, chosen]) => ({ id, was: variant, is: chosen.variant })),
        gain,
      })
    },
  }
}

/** Populations of nearly one size share what was found: their programs have the same text, and about as many workgroups. */
function keyOf({ wgsl, workgroups: [x, y, z] }: KernelProgram): string {
  return `${Math.round(Math.log2(x * y * z))} ${wgsl}`
}
