/**
 * The dependency rule: a table of layers (architecture/layers.ts) and one of the rooms inside them (architecture/rooms.ts), held against every
 * import: static, dynamic, of a type, of a glob, of a worker, of an asset. It fails on a crossing, a cycle, a file in no layer or no room, a
 * barrel, and a file or a function that has grown too long; the last suite proves that it can.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { withPicture } from './architecture/picture'
import { slowUnitTests } from './architecture/unit-tests'
import {
  globRegExp,
  MAX_FUNCTION_LINES,
  MAX_LINES,
  type Sources,
  violations,
} from './architecture/violations'

function readSources(): Sources {
  const root = fileURLToPath(new URL('.', import.meta.url))
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((file) =>
    posix.join(file.parentPath.replaceAll('\\', '/'), file.name).slice(root.length),
  )
  const sources = paths
    .filter((path) => !path.endsWith('README.md'))
    .map((path): [string, string] => [path, readFileSync(posix.join(root, path), 'utf8')])
  // Figures to be held against are data of the documentation.
  const oracle = ['expected', 'parity'].map((name): [string, string] => [`../docs/oracle/${name}.json`, ''])
  const bench = readdirSync(posix.join(root, '../bench'), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join('bench', name.replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.ts'))
    .map((path): [string, string] => [path, readFileSync(posix.join(root, '..', path), 'utf8')])
  return new Map([...sources, ...oracle, ...bench])
}

/** Whether a TypeScript project takes a file in by itself. Its patterns are paths from tsconfig/. */
function takesIn(project: string): (path: string) => boolean {
  const file = fileURLToPath(new URL(`../tsconfig/${project}.json`, import.meta.url))
  const { include, exclude } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[] | undefined>
  const matches = (patterns: readonly string[] = [], path: string) =>
    patterns.some((pattern) => globRegExp(pattern, '[^/]*').test(`../${path}`))
  return (path) => matches(include, path) && !matches(exclude, path)
}

describe('the source tree', () => {
  const sources = readSources()

  it('keeps the dependency rule', () => {
    expect(violations(sources)).toEqual([])
  })

  it('has unit tests that load nothing heavy', () => {
    expect(slowUnitTests(sources)).toEqual([])
  })

  it('is compiled, every file of it', () => {
    const projects = ['core', 'worker', 'page', 'node', 'tests'].map(takesIn)
    const paths = [...sources.keys()].filter((path) => /\.tsx?$/.test(path))
    const compiled = (path: string) => projects.some((takes) => takes(path))
    expect(
      paths
        .map((path) => (path.startsWith('bench/') ? path : `src/${path}`))
        .filter((path) => !compiled(path)),
    ).toEqual([])
    expect(compiled('src/new-room/file.ts')).toBe(false)
  })
})

describe('the picture in docs/architecture.md', () => {
  const file = fileURLToPath(new URL('../docs/architecture.md', import.meta.url))

  it('shows what imports what (npm run picture draws it anew)', async () => {
    await expect(withPicture(readFileSync(file, 'utf8'), readSources())).toMatchFileSnapshot(file)
  })

  it('changes with an arrow, and leaves out what others imply', () => {
    const page = '<!-- picture: npm run picture -->\nold\n<!-- end of picture -->\n'
    const files = {
      'core/data/rng.ts': 'export const rng = 1',
      'core/metrics/bits.ts': "import { rng } from '../data/rng'\nexport const bits = rng",
      'core/sweep/trial.ts': "import type { bits } from '../metrics/bits'\nexport type T = typeof bits",
      'state/a.ts': "import type { T } from '@/core/sweep/trial'\nexport type A = T",
      'ui/b.tsx': "import type { A } from '@/state/a'\nexport type B = A",
    }
    const draw = (more: Readonly<Record<string, string>>) =>
      withPicture(page, new Map(Object.entries({ ...files, ...more })))
    const before = draw({})
    expect(before).not.toContain('old')
    expect(before.match(/.+-->.+/g)).toEqual([
      '    core_metrics --> core_data',
      '    core_sweep --> core_metrics',
      '  state --> core',
      '  ui --> state',
    ])
    const implied = "import type { T } from '@/core/sweep/trial'\nimport { rng } from '@/core/data/rng'\n"
    expect(draw({ 'ui/c.ts': `${implied}export const c = (t: T) => [t, rng]` })).toBe(before)
    const added = "import { rng } from '../data/rng'\nexport const text = rng"
    expect(draw({ 'core/text/a.ts': added })).toContain('core_text --> core_data')
    const worker = "new Worker(new URL('../worker/lab.worker.ts', import.meta.url))"
    expect(draw({ 'runtime/client/a.ts': worker, 'runtime/worker/lab.worker.ts': '' })).toContain(
      'adapters -.-> runtime',
    )
    expect(() => withPicture('no place', new Map())).toThrow(RangeError)
  })
})

describe('the rule of unit tests', () => {
  const check = (files: Readonly<Record<string, string>>) => slowUnitTests(new Map(Object.entries(files)))
  const engine = {
    'engine/open.ts': "import * as tf from '@tensorflow/tfjs'\nexport const open = tf",
    'engine/train.ts': "import { open } from './open'\nexport const train = open",
  }

  it('names a test that loads tf.js, and the way', () => {
    const text = "import { train } from './train'"
    expect(check({ ...engine, 'engine/train.test.ts': text })).toEqual([
      'engine/train.test.ts → engine/train.ts → engine/open.ts → @tensorflow/tfjs: name the test engine/train.train.test.ts',
    ])
    expect(check({ ...engine, 'engine/train.train.test.ts': text })).toEqual([])
    expect(check({ ...engine, 'engine/train.gpu.test.ts': text })).toEqual([])
  })

  it.each([
    ['the compiled kernels', "import { bytes } from 'virtual:processor-kernels'", 1],
    ['a process', "import { spawn } from 'node:child_process'", 1],
    ['what is found by a glob', "const all = import.meta.glob('./*.ts', { eager: true })", 1],
    ['what is loaded later', "const later = import('./train')", 1],
    ['types alone', "import type { train } from './train'", 0],
    ['the address of a file', "import url from '@tensorflow/tfjs-backend-wasm/dist/a.wasm?url'", 0],
  ])('judges %s', (_, text, count) => {
    expect(check({ ...engine, 'engine/a.test.ts': text })).toHaveLength(count)
  })
})

describe('the rule', () => {
  const check = (files: Readonly<Record<string, string>>) => violations(new Map(Object.entries(files)))
  const engine = { 'engine/train.ts': 'export const train = 1' }

  it('lets through what the table allows', () => {
    expect(
      check({
        ...engine,
        'core/bits.ts': "import { z } from 'zod/mini'\nexport const bits = z",
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

  it('refuses a crossing between rooms of a layer, also of types, and lets its tests look around', () => {
    const files = {
      'core/metrics/recall.ts':
        "import type { figure } from '../figures/figure'\nexport type T = typeof figure",
      'core/metrics/recall.test.ts': "import { figure } from '../figures/figure'\nexport const test = figure",
      'core/figures/figure.ts': "import { bits } from '../metrics/bits'\nexport const figure = bits",
      'core/metrics/bits.ts': 'export const bits = 1',
      'engine/plan/plan.ts': "import { open } from '@/engine/devices/backend'\nexport const plan = open",
      'engine/devices/backend.ts': 'export const open = 1',
    }
    expect(check(files)).toEqual([
      'core/metrics/recall.ts (metrics) imports core/figures/figure.ts (figures)',
      'engine/plan/plan.ts (plan) imports engine/devices/backend.ts (devices)',
    ])
  })

  it('lets a registry reach up to its plug-ins by a glob, and only so', () => {
    const spec = {
      'experiments/one/spec.ts':
        "import type { Field } from '@/core/sweep/fields'\nexport default {} as Field",
    }
    const fields = { 'core/sweep/fields.ts': 'export interface Field {}' }
    const glob = "export const all = import.meta.glob('../../experiments/*/spec.ts')"
    expect(check({ ...spec, ...fields, 'core/sweep/experiments.ts': glob })).toEqual([])
    const named = "import one from '../../experiments/one/spec'\nexport const all = [one]"
    expect(check({ ...spec, ...fields, 'core/sweep/experiments.ts': named })).toEqual([
      'core/sweep/experiments.ts (sweep) imports experiments/one/spec.ts (experiments)',
    ])
  })

  it('refuses support of tests in what is no test, and a file in no room', () => {
    const support = { 'engine/testing/example.ts': 'export const example = 1' }
    const text = "import { example } from '@/engine/testing/example'\nexport const a = example"
    expect(check({ ...support, 'engine/train.test.ts': text, 'engine/train.ts': '' })).toEqual([])
    expect(check({ ...support, 'engine/train.ts': text, 'cli/main.ts': text })).toEqual([
      'engine/train.ts imports engine/testing/example.ts, which is for tests',
      'cli/main.ts imports engine/testing/example.ts, which is for tests',
    ])
    expect(check({ 'engine/extra/a.ts': '', 'core/extra/b.ts': '' })).toEqual([
      'engine/extra/a.ts is in no room of engine',
      'core/extra/b.ts is in no room of core',
    ])
  })

  it.each([
    ['declaration', 'export function long() {', '}', 'long'],
    ['arrow function', 'export const long = async () => {', '}', 'long'],
    ['function expression', 'export const long = function () {', '}', 'long'],
    ['method', 'export const all = { long() {', '} }', 'long'],
    ['method of a class', 'export class All { static long() {', '} }', 'long'],
    ['component', 'export function Long() { return <p>', '</p> }', 'Long'],
    [
      'function inside another',
      'export const all = () => [1].map((long) => {',
      '})',
      'a function without a name',
    ],
  ])('refuses a long function: a %s', (_, head, end, name) => {
    const text = (lines: number) => [head, ...new Array(lines - 2).fill(''), end].join('\n')
    expect(check({ 'ui/a.tsx': text(MAX_FUNCTION_LINES) })).toEqual([])
    expect(check({ 'ui/a.tsx': text(MAX_FUNCTION_LINES + 1) })).toContain(
      `ui/a.tsx: the function ${name} has more than 100 lines`,
    )
    expect(check({ 'ui/a.test.tsx': text(MAX_FUNCTION_LINES + 1), 'ui/a.tsx': '' })).toEqual([])
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
