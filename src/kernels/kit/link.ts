/** Puts the files of one kernel together: what `vite.wesl.ts` compiles, under the conditions of one program. */

/** Which of the parts under `@if(NAME)` are there. */
export type Conditions = Readonly<Record<string, boolean>>

/** One `*.wesl` file. Its text holds no comments. */
export interface WeslModule {
  /** Names of all conditions that the file asks. */
  readonly conditions: readonly string[]
  imports(is: Conditions): readonly WeslModule[]
  text(is: Conditions): string
}

export interface KernelBinding {
  readonly name: string
  /** `write` is bound read_write. One buffer may not be bound as both in one dispatch. */
  readonly access: 'read' | 'write'
  /** Element type of its array. */
  readonly type: string
}

export interface LinkedKernel {
  /** The whole module, but for the values of its typed constants. */
  readonly wgsl: string
  /** Storage buffers as they are declared, those of imported files first. */
  readonly bindings: readonly KernelBinding[]
  /** Fields of the struct `Uniforms`, all of them u32; none where the kernel has no uniform buffer. */
  readonly fields: readonly string[]
}

const known = new WeakMap<WeslModule, Map<string, LinkedKernel>>()

/**
 * @param root the file with the entry point. It is linked once for each choice of conditions.
 * @throws RangeError where a file asks a condition that is not given, or declares a buffer in another form than ours.
 */
export function link(root: WeslModule, is: Conditions): LinkedKernel {
  const ofRoot = known.get(root) ?? new Map<string, LinkedKernel>()
  known.set(root, ofRoot)
  const key = Object.keys(is)
    .filter((name) => is[name])
    .join()
  const linked = ofRoot.get(key) ?? declared(filesOf(root, is))
  ofRoot.set(key, linked)
  return linked
}

/** Text of all files, each once, before those that import it. */
function filesOf(root: WeslModule, is: Conditions): string {
  const texts: string[] = []
  const seen = new Set<WeslModule>()
  const visit = (file: WeslModule): void => {
    if (seen.has(file)) return
    seen.add(file)
    const missing = file.conditions.find((name) => is[name] === undefined)
    if (missing !== undefined) throw new RangeError(`no condition ${missing}`)
    file.imports(is).forEach(visit)
    texts.push(file.text(is))
  }
  visit(root)
  return directivesFirst(texts.join('\n'))
}

const DIRECTIVE = /^enable \w+;\n?/gm

/** WGSL has what a module asks of a device before everything else. */
const directivesFirst = (text: string): string =>
  (text.match(DIRECTIVE) ?? []).join('') + text.replace(DIRECTIVE, '')

const BUFFER =
  /@group\(0\) @binding\(\d+\) var<(storage, read|storage, read_write|uniform)> (\w+): (?:array<(\w+)>|Uniforms);/g

/** Reads the declarations of buffers, and numbers them anew: where a condition leaves one out, those behind it move up. */
function declared(text: string): LinkedKernel {
  const alias = (name: string): string => new RegExp(`\\balias ${name} = (\\w+);`).exec(text)?.[1] ?? name
  const found = [...text.matchAll(BUFFER)]
  if (found.length !== text.split('@binding').length - 1)
    throw new RangeError('a buffer is declared in an unknown form')
  const bindings = found.flatMap(([, space, name, type]): KernelBinding[] =>
    space === 'uniform'
      ? []
      : [{ name: name!, access: space === 'storage, read' ? 'read' : 'write', type: alias(type!) }],
  )
  const numberOf = (name: string): number => {
    const at = bindings.findIndex((binding) => binding.name === name)
    return at < 0 ? bindings.length : at
  }
  const wgsl = text.replace(BUFFER, (declaration, _space, name: string) =>
    declaration.replace(/\d+(?=\) var)/, String(numberOf(name))),
  )
  const struct = /\bstruct Uniforms \{([^}]*)\}/.exec(text)?.[1] ?? ''
  return { wgsl, bindings, fields: [...struct.matchAll(/(\w+): u32/g)].map(([, name]) => name!) }
}
