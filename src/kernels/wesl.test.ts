/** Kernels as their languages' own tools read them: every WESL file by itself, and every program that is made of them. */
import { describe, expect, it } from 'vitest'
import { linkRegistry, parseSrcModule, RecordResolver, throwOnParseError } from 'wesl/core'
import type { KernelProgram } from './kit/kernel'
import { link } from './kit/link'
import mix32 from './kit/mix32.wesl'
import { everyCase } from './testing/every-case'

const wesl = import.meta.glob<string>('./**/*.wesl', { query: '?raw', import: 'default', eager: true })
const assemblyScript = import.meta.glob<string>('./**/*.as', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** @throws Error with the place where a file is not WESL. */
function parse(path: string, src: string) {
  const ast = parseSrcModule({ modulePath: path, debugFilePath: path, src })
  throwOnParseError(ast)
  return ast
}

/**
 * WGSL as the linker of the `wesl` package makes it.
 * @param root path of the file with the entry point. @throws Error where a file is not WESL or a name leads nowhere.
 */
const linked = (files: Readonly<Record<string, string>>, root: string, conditions = {}): string =>
  linkRegistry({ resolver: resolverOf(files), rootModuleName: root, conditions }).dest.text

/** Kernels are parsed once, and linked for many programs. */
const resolverOf = (files: Readonly<Record<string, string>>): RecordResolver =>
  files === wesl ? ofKernels : new RecordResolver({ ...files }, { keepComments: false })
const ofKernels = new RecordResolver({ ...wesl }, { keepComments: false })

/** Top-level declarations in one form, whatever the form of the text. */
const declarations = (wgsl: string): string[] =>
  declarationsOf(linked({ './main.wesl': wgsl }, './main.wesl'))

/** Top-level declarations of what the linker has made; numbers of bindings and values of sizes are not compared. */
function declarationsOf(text: string): string[] {
  return parse('main', text)
    .moduleElem.decls.flatMap((element) =>
      element.kind === 'synthetic' ? [] : [text.slice(element.start, element.end)],
    )
    .map((one) => one.replace(/@binding\(\d+\)/, '@binding').replace(/^(const \w+: \w+ =).*/, '$1'))
}

/** The file of a program's entry point: `linear.backward` is in linear/backward.wesl. */
const rootOf = ({ id }: KernelProgram): string =>
  `./${id.replace('cross-entropy.gradient', 'cross-entropy.forward').replace('.', '/')}.wesl`

describe.each(Object.entries(wesl))('%s', (path, source) => {
  it('is WESL by itself', () => {
    expect(() => parse(path, source)).not.toThrow()
  })
})

describe('programs', () => {
  const programs = new Map<string, KernelProgram>()
  for (const { program } of everyCase) {
    const on = Object.keys(program.sizes).filter((name) => program.sizes[name] === 1)
    programs.set(`${program.id} ${on}`, program)
  }

  it.each([...programs])('are what the package links: %s', (_, program) => {
    const conditions = Object.fromEntries(
      Object.entries(program.sizes).map(([name, value]) => [name, value === 1]),
    )
    const wanted = declarationsOf(linked(wesl, rootOf(program), conditions))
    expect(wanted.length).toBeGreaterThan(3)
    // The package leaves out what is imported and not called.
    const made = new Set(declarations(program.wgsl))
    expect(wanted.filter((one) => !made.has(one))).toEqual([])
  })
})

/** What a reader is told first, in this order. */
const HEADER = [
  /^Formula: *$/m,
  /^Shapes: {10}/m,
  /^One (invocation|call): {2,7}/m,
  /^Limits: {10}/m,
  /^Reference: {7}/m,
]

/** @returns the parts of the header that a file lacks. */
function missingParts(source: string): string[] {
  const [comment = ''] = source.startsWith('//') ? source.split(/^(?!\/\/)/m) : source.split('*/')
  const header = comment.replace(/^(\/\/|\/\*\*| \*) ?/gm, '')
  const places = HEADER.map((part) => header.search(part))
  return HEADER.filter((_, i) => places[i]! < 0 || places[i]! < (places[i - 1] ?? 0)).map(String)
}

const withFunctions = Object.entries({ ...wesl, ...assemblyScript }).filter(([, text]) =>
  /\bfn |\bfunction /.test(text),
)
it.each(withFunctions)('%s begins with a header', (_, source) => {
  expect(missingParts(source)).toEqual([])
})

describe('these checks', () => {
  const main = 'import super::one::two;\n@compute @workgroup_size(1) fn main() { _ = two(); }'

  it.each([
    ['a condition of the old kind', 'fn a() {\n//#if A\n  return 1;\n//#else\n  return 2 }'],
    ['a half statement', 'fn a() { let b = ; }'],
    ['an attribute without its element', '@if(A)'],
  ])('refuse %s', (_, source) => {
    expect(() => parse('a', source)).toThrow()
  })

  it('refuse a name that leads nowhere', () => {
    expect(
      linked({ './main.wesl': main, './one.wesl': 'fn two() -> u32 { return 2u; }' }, './main.wesl'),
    ).toContain('fn two')
    expect(() => linked({ './main.wesl': main, './one.wesl': 'fn three() {}' }, './main.wesl')).toThrow('two')
    expect(() => linked({ './main.wesl': 'fn a() { b(); }' }, './main.wesl')).toThrow('b')
  })

  it('see a declaration that differs', () => {
    const [one] = declarations('fn a() -> u32 { return 1u; }')
    expect(declarations('fn a() -> u32 {\n  return 1u; // one\n}')).toEqual([one])
    expect(declarations('fn a() -> u32 { return 2u; }')).not.toEqual([one])
  })

  it('see a header that lacks a part, or has it elsewhere', () => {
    const header =
      '// Adds.\n//\n// Formula:\n//   a + b\n// Shapes:          two in.\n// One invocation:  adds.\n'
    const whole = `${header}// Limits:          none.\n// Reference:       none.\n\nfn a() {}`
    expect(missingParts(whole)).toEqual([])
    expect(missingParts(whole.replace('// Limits', '\n// Limits'))).toHaveLength(2)
    expect(missingParts(whole.replace('// Formula:\n', ''))).toHaveLength(1)
  })
})

describe('linking', () => {
  it('takes each file once and refuses a condition that nobody gives', () => {
    const file = { conditions: ['A'], imports: () => [mix32, mix32], text: () => 'fn a() {}\n' }
    expect(link(file, { A: true }).wgsl.match(/fn mix32/g)).toHaveLength(1)
    expect(() => link(file, {})).toThrow('no condition A')
  })

  it('moves buffers up where one is left out, and the uniforms behind them', () => {
    const text = ({ A: is }: Readonly<Record<string, boolean>>) =>
      [
        '@group(0) @binding(9) var<uniform> uniforms: Uniforms;',
        ...(is ? ['@group(0) @binding(0) var<storage, read> a: array<f32>;'] : []),
        '@group(0) @binding(1) var<storage, read_write> b: array<Four>;',
        'alias Four = vec4u;',
        'struct Uniforms { own: u32, TILES_AT: u32 }',
      ].join('\n')
    const file = { conditions: ['A'], imports: () => [], text }
    const { wgsl, bindings, fields } = link(file, { A: false })
    expect(bindings).toEqual([{ name: 'b', access: 'write', type: 'vec4u' }])
    expect(fields).toEqual(['own', 'TILES_AT'])
    expect(wgsl).toContain('@binding(0) var<storage, read_write> b')
    expect(wgsl).toContain('@binding(1) var<uniform>')
    expect(link(file, { A: true }).wgsl).toContain('@binding(1) var<storage, read_write> b')
  })

  it('refuses a buffer in a form that it cannot read', () => {
    const text = () => '@binding(0) @group(0) var<storage> a: array<f32>;'
    expect(() => link({ conditions: [], imports: () => [], text }, {})).toThrow('unknown form')
  })
})
