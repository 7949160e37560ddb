/**
 * The contract of a fused kernel: WGSL, what it binds, and how many workgroups it takes. A program is complete and static; the plan
 * gives it buffers once and replays it.
 */
import { type Conditions, type KernelBinding, link, type WeslModule } from './link'

export interface KernelProgram {
  /** `<kernel>.<pass>`, e.g. `linear.backward`: for errors and profiles, and the name of the processor's function. */
  readonly id: string
  /** The whole module, put together when a GPU first asks for it. Equal text means equal pipeline: programs are shared by it. */
  readonly wgsl: string
  /** Storage buffers in binding order, from 0; at most 8, WebGPU's default limit. The uniform buffer, if any, comes behind them. */
  readonly bindings: readonly KernelBinding[]
  /** Names of the u32 fields of the uniform buffer that each record fills: parameter offsets, so that equal layers share a pipeline. */
  readonly uniforms: readonly string[]
  /** Values of the fields behind them: what depends on the row layout, so that populations of any sizes share a pipeline. */
  readonly layoutValues: readonly number[]
  readonly workgroups: readonly [number, number, number]
  /** All numbers of the definition by name, conditions as 0 and 1: arguments of the processor's function. */
  readonly sizes: Readonly<Record<string, number>>
  /** Roughly what it does, in floating-point operations, a float moved counted as ten: says which dispatches of a step weigh most. */
  readonly work: number
  /** How a GPU's workgroups share the work, where that may be chosen, e.g. `32 columns`; empty where nothing is. */
  readonly variant: string
  /**
   * Programs that may stand in for this one on a GPU, each unlike it in one respect: they bind the same buffers and uniforms and add the
   * same numbers in the same order, so that the bits are the same, and only their time is not.
   */
  alternatives(): readonly KernelProgram[]
}

export interface ProgramDefinition
  extends Pick<KernelProgram, 'id' | 'workgroups'>,
    Partial<Pick<KernelProgram, 'work' | 'variant' | 'alternatives'>> {
  /** The file with the entry point `main`. */
  readonly file: WeslModule
  /** Values of all typed constants that the files declare, u32 or f32. */
  readonly constants: Readonly<Record<string, number>>
  /** What depends on the row layout: fields of `Uniforms` in capitals. The others are those that each record fills, and come first. */
  readonly layoutConstants: Readonly<Record<string, number>>
  readonly conditions?: Conditions
  /** Further numbers that the processor's function needs. */
  readonly extraSizes?: Readonly<Record<string, number>>
}

/** WGSL's own limit on one dispatch dimension. */
export const MAX_WORKGROUPS = 65_535

/** `count` workgroups over two dimensions; a kernel counts them as y·num_workgroups.x + x and returns where that is too far. */
export function foldWorkgroups(count: number): readonly [number, number] {
  const height = Math.ceil(count / MAX_WORKGROUPS)
  return [Math.ceil(count / height), height]
}

/**
 * @throws RangeError where a condition or a field has no value, or there are more workgroups than fit; and when its text is first read, where a
 * constant has no value.
 */
export function defineProgram({
  id,
  file,
  constants,
  layoutConstants,
  conditions = {},
  extraSizes = {},
  workgroups,
  work = 0,
  variant = '',
  alternatives = () => [],
}: ProgramDefinition): KernelProgram {
  if (workgroups.some((count) => count > MAX_WORKGROUPS || count < 1)) {
    throw new RangeError(
      `${id}: ${workgroups.join(' × ')} workgroups; 1 to ${MAX_WORKGROUPS} fit in each dimension`,
    )
  }
  const linked = link(file, conditions)
  const { bindings, fields } = linked
  let wgsl: string | undefined
  const sizeOf = (values: Readonly<Record<string, number>>, name: string): number => {
    const value = values[name]
    if (value === undefined) throw new RangeError(`${id}: no value for ${name}`)
    return value
  }
  const uniforms = fields.filter((name) => !/^[A-Z]/.test(name))
  return {
    id,
    get wgsl() {
      wgsl ??= linked.wgsl.replace(TYPED_CONSTANT, (_, start, name) => `${start}${sizeOf(constants, name)};`)
      return wgsl
    },
    bindings,
    uniforms,
    layoutValues: fields.slice(uniforms.length).map((name) => sizeOf(layoutConstants, name)),
    workgroups,
    sizes: {
      ...constants,
      ...layoutConstants,
      ...Object.fromEntries(Object.entries(conditions).map(([name, on]) => [name, Number(on)])),
      ...extraSizes,
    },
    work,
    variant,
    alternatives,
  }
}

/**
 * The choices that differ from `own` in one respect, and how to name them: for {@link KernelProgram.alternatives}.
 * @param others by respect, the values that may be tried; `own` is passed over.
 */
export function changedInOne<T extends Readonly<Record<string, number>>>(
  own: T,
  others: Readonly<Partial<Record<keyof T & string, readonly number[]>>>,
): readonly T[] {
  return Object.entries(others).flatMap(([name, values]) =>
    [...new Set(values)].filter((value) => value !== own[name]).map((value) => ({ ...own, [name]: value })),
  )
}

/** @returns e.g. `columns 32, chunk 16`. */
export const variantName = (choice: Readonly<Record<string, number>>): string =>
  Object.entries(choice)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')

/** A constant with a type is a size that a program gives; one without is the kernel's own. */
const TYPED_CONSTANT = /^(\s*const (\w+): (?:u32|f32) = )[^;]+;/gm

/** One check of a program: its inputs, and the outputs of its float64 reference. */
export interface KernelCase {
  readonly name: string
  readonly program: KernelProgram
  /** Contents of the buffers, one for each binding, in order; those of outputs are what they start from. */
  readonly buffers: readonly (Float32Array | Uint32Array)[]
  readonly uniforms: readonly number[]
  /** What the reference computes, by the names of the outputs. NaN marks values that are not compared (padding). */
  readonly expected: Readonly<Record<string, ArrayLike<number>>>
  /** Largest |got − want| / max(1, |want|). */
  readonly tolerance: number
}

export interface Kernel {
  readonly id: string
  /** Checks with odd sizes, ragged members and padding. */
  cases(): KernelCase[]
}
