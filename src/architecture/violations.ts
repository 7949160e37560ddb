/** Holds a source tree against the rule: layers.ts, rooms.ts, and the lengths of files and functions. */
import { posix } from 'node:path'
import { LAYERS, TEST_NPM } from './layers'
import { type Reference, readFile } from './read-file'
import { ROOMS } from './rooms'

export const MAX_LINES = 400
export const MAX_FUNCTION_LINES = 100

/** Texts of files by their paths under src/; those beside it begin with their own folder. */
export type Sources = ReadonlyMap<string, string>

/** A contract is a suite that several tests run. */
export const isTest = (path: string): boolean => /(\.test\.tsx?|\.contract\.ts)$/.test(path)

/** What several tests share, and nobody else uses. */
export const isTestSupport = (path: string): boolean =>
  /^([^/]+\/testing\/|experiments\/[^/]+\/example-[a-z]+\.ts$|families\/[^/]+\/reference\.ts$)/.test(path)

/** The file that a test is of. */
const testedBy = (path: string): string => path.replace(/(\.(gpu|train))?\.test\.(tsx?)$/, '.$3')

const layers = new Map<string, string | undefined>()

/** A test belongs to the layer of what it tests. */
export function layerOf(path: string): string | undefined {
  if (!layers.has(path)) {
    const holding = (file: string) => Object.keys(LAYERS).find((name) => LAYERS[name]!.files.test(file))
    layers.set(path, holding(path) ?? holding(testedBy(path)))
  }
  return layers.get(path)
}

/** Undefined in layers that have no rooms. A test belongs to the room of what it tests. */
export const roomOf = (path: string, layer: string): string | undefined => {
  const rooms = ROOMS[layer] ?? {}
  return Object.keys(rooms).find((name) => rooms[name]!.files.test(testedBy(path)))
}

/** @returns what is wrong, one sentence each. */
export function violations(sources: Sources): string[] {
  const edges = new Map<string, string[]>()
  const found: string[] = []
  for (const [path, text] of sources) {
    const layer = layerOf(path)
    if (layer === undefined) {
      found.push(`${path} is in no layer`)
      continue
    }
    if (ROOMS[layer] && roomOf(path, layer) === undefined) found.push(`${path} is in no room of ${layer}`)
    const lines = text.split('\n').length
    if (lines > MAX_LINES) found.push(`${path} has ${lines} lines: more than ${MAX_LINES}`)
    if (!/\.(tsx?|mjs)$/.test(path)) continue
    const { references, isBarrel, functions } = readFile(path, text)
    if (isBarrel && !/^kernels\/[^/]+\/index\.ts$/.test(path))
      found.push(`${path} is a barrel: import the files`)
    // The body of a suite is a list of tests.
    if (lines > MAX_FUNCTION_LINES && !isTest(path)) found.push(...longFunctions(path, functions()))
    for (const reference of references) {
      const targets = resolve(path, reference, sources)
      found.push(...targets.flatMap((target) => crossing(path, target, reference.kind)))
      if (reference.kind === 'code' || reference.kind === 'glob')
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
  if (isTestSupport(base) && !isTestSupport(path) && !isTest(path))
    return [`${path} imports ${base}, which is for tests`]
  if (to === from && kind === 'code') return roomCrossing(path, base, from)
  if (to === undefined || to === from) return []
  const allowed = kind === 'worker' ? (layer.starts ?? []) : layer.uses
  return allowed.includes(to) ? [] : [`${path} (${from}) imports ${base} (${to})`]
}

/** A test may import every room of its layer. */
function roomCrossing(path: string, target: string, layer: string): string[] {
  const [from, to] = [roomOf(path, layer), roomOf(target, layer)]
  if (from === undefined || to === undefined || from === to || isTest(path)) return []
  return ROOMS[layer]![from]!.uses.includes(to) ? [] : [`${path} (${from}) imports ${target} (${to})`]
}

function longFunctions(
  path: string,
  functions: ReturnType<ReturnType<typeof readFile>['functions']>,
): string[] {
  return functions
    .filter(({ lines }) => lines > MAX_FUNCTION_LINES)
    .map(({ name }) => `${path}: the function ${name} has more than ${MAX_FUNCTION_LINES} lines`)
}

function matchesPackage(pattern: string, specifier: string): boolean {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  return pattern === name || globRegExp(pattern, '.*').test(specifier)
}

const globs = new Map<string, RegExp>()

/** @param star what `*` matches. */
export function globRegExp(glob: string, star: string): RegExp {
  const known = globs.get(`${glob} ${star}`)
  if (known) return known
  const parts = glob.split(/(\*\*\/|\*)/).map((part) => {
    if (part === '**/') return '(?:.+/)?'
    return part === '*' ? star : part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&')
  })
  const made = new RegExp(`^${parts.join('')}$`)
  globs.set(`${glob} ${star}`, made)
  return made
}

/** Files under src/ by their paths, packages as `npm:…`, and `missing:…` for a path that leads nowhere. */
export function resolve(path: string, { target }: Reference, sources: Sources): string[] {
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
