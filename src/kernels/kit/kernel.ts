/**
 * The contract of a fused kernel: WGSL, what it binds, and how many workgroups it takes. A program is complete and static; the plan
 * gives it buffers once and replays it.
 */

export interface KernelBinding {
  readonly name: string
  /** `write` is bound read_write. One buffer may not be bound as both in one dispatch. */
  readonly access: 'read' | 'write'
  readonly type: 'f32' | 'u32' | 'vec4u' | 'vec4f'
}

export interface KernelProgram {
  /** `<kernel>.<pass>`, e.g. `linear.backward`: for errors and profiles, and the name of the processor's function. */
  readonly id: string
  /** The whole module. Equal text means equal pipeline: programs are shared by it. */
  readonly wgsl: string
  /** Storage buffers in binding order, from 0; at most 8, WebGPU's default limit. The uniform buffer, if any, comes behind them. */
  readonly bindings: readonly KernelBinding[]
  /** Names of the u32 fields of the uniform buffer that each record fills: parameter offsets, so that equal layers share a pipeline. */
  readonly uniforms: readonly string[]
  /** Values of the fields behind them: what depends on the row layout, so that populations of any sizes share a pipeline. */
  readonly layoutValues: readonly number[]
  readonly workgroups: readonly [number, number, number]
  /** All numbers of its definition by name, flags as 0 and 1: what the processor's version of it gets. */
  readonly sizes: Readonly<Record<string, number>>
}

export interface ProgramDefinition extends Omit<KernelProgram, 'wgsl' | 'layoutValues' | 'sizes'> {
  /** WGSL of the kernel's own file: functions only. Bindings, uniforms and constants are put before it. */
  readonly source: string
  /** Baked in as WGSL consts: u32 for whole numbers given here, f32 for `floats`. */
  readonly constants: Readonly<Record<string, number>>
  /** Used like constants, but read from the uniform buffer: whatever depends on the row layout. */
  readonly layoutConstants: Readonly<Record<string, number>>
  readonly floats?: Readonly<Record<string, number>>
  /** Which parts between `//#if NAME` (or `//#if !NAME`) and `//#endif` stay. They do not nest. */
  readonly flags?: Readonly<Record<string, boolean>>
  /** What the processor's version needs beyond all these. */
  readonly extraSizes?: Readonly<Record<string, number>>
}

/** WGSL's own limit on one dispatch dimension. */
export const MAX_WORKGROUPS = 65_535

/** `count` workgroups over two dimensions; a kernel counts them as y·num_workgroups.x + x and returns where that is too far. */
export function foldWorkgroups(count: number): readonly [number, number] {
  const height = Math.ceil(count / MAX_WORKGROUPS)
  return [Math.ceil(count / height), height]
}

export function defineProgram({
  source,
  constants,
  layoutConstants,
  floats = {},
  flags = {},
  extraSizes = {},
  ...program
}: ProgramDefinition): KernelProgram {
  const { bindings, id } = program
  const body = selectParts(source, flags)
  const used = Object.entries(layoutConstants).filter(([name]) => new RegExp(`\\b${name}\\b`).test(body))
  const fields = [...program.uniforms, ...used.map(([name]) => name)]
  if (program.workgroups.some((count) => count > MAX_WORKGROUPS || count < 1)) {
    throw new RangeError(
      `${id}: ${program.workgroups.join(' × ')} workgroups; 1 to ${MAX_WORKGROUPS} fit in each dimension`,
    )
  }
  const types = { f32: 'f32', u32: 'u32', vec4u: 'vec4u', vec4f: 'vec4f' } as const
  const header = [
    ...Object.entries(constants).map(([name, value]) => `const ${name} = ${value}u;`),
    ...Object.entries(floats).map(([name, value]) => `const ${name} = f32(${value});`),
    ...bindings.map(
      ({ name, access, type }, i) =>
        `@group(0) @binding(${i}) var<storage, ${access === 'read' ? 'read' : 'read_write'}> ${name}: array<${types[type]}>;`,
    ),
    ...(fields.length > 0
      ? [
          `struct Uniforms { ${fields.map((name) => `${name}: u32`).join(', ')} }`,
          `@group(0) @binding(${bindings.length}) var<uniform> uniforms: Uniforms;`,
        ]
      : []),
  ]
  const reading = used.reduce(
    (text, [name]) => text.replace(new RegExp(`\\b${name}\\b`, 'g'), `uniforms.${name}`),
    body,
  )
  return {
    ...program,
    wgsl: `${header.join('\n')}\n${reading}`,
    layoutValues: used.map(([, value]) => value),
    sizes: {
      ...constants,
      ...layoutConstants,
      ...floats,
      ...Object.fromEntries(Object.entries(flags).map(([name, on]) => [name, Number(on)])),
      ...extraSizes,
    },
  }
}

function selectParts(source: string, flags: Readonly<Record<string, boolean>>): string {
  let keep = true
  return source
    .split('\n')
    .filter((line) => {
      const start = /^\s*\/\/#if (!?)(\w+)\s*$/.exec(line)
      if (start) {
        const flag = flags[start[2]!]
        if (flag === undefined) throw new RangeError(`no flag ${start[2]}`)
        keep = flag !== (start[1] === '!')
        return false
      }
      if (/^\s*\/\/#endif\s*$/.test(line)) {
        keep = true
        return false
      }
      return keep
    })
    .join('\n')
}

/** One check of a program: what goes in, and what its float64 reference says must come out. */
export interface KernelCase {
  readonly name: string
  readonly program: KernelProgram
  /** One for each binding, in order; outputs hold what they are to start from. */
  readonly buffers: readonly (Float32Array | Uint32Array)[]
  readonly uniforms: readonly number[]
  /** By binding name, for outputs: the reference. NaN marks values that are not compared (padding). */
  readonly expected: Readonly<Record<string, ArrayLike<number>>>
  /** Largest |got − want| / max(1, |want|). */
  readonly tolerance: number
}

export interface Kernel {
  readonly id: string
  /** Odd sizes, ragged members, padding: each against the reference. */
  cases(): KernelCase[]
}
