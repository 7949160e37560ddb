/** Registered experiments and families: a new one is held to their contracts without an edit here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { crowded, recordsOf } from '../experiments/_template/example-records'
import { exhibit as templateExhibit } from '../experiments/_template/exhibit'
import template from '../experiments/_template/spec'
import { exhibitOf, loadExhibit } from './figures/exhibits'
import { families, familyById } from './model/families'
import type { Initializer, ModelShape } from './model/family'
import { experimentById, experiments, experimentsByGroup } from './sweep/experiments'
import { experimentContract } from './testing/experiment.contract'
import { recordedPresets } from './testing/recorded-files'

const every = [...experiments.values()]

it('finds what stands in the plug-in folders, by the id that the folder gives', () => {
  expect([...experiments.keys()]).toContain('capacity')
  expect([...families.keys()]).toContain('gpt2')
  for (const [folder, { id }] of [...experiments, ...families]) {
    expect(id, `${folder}/: the id that its module gives is the folder's name`).toBe(folder)
    expect(id).toMatch(/^[a-z][a-z0-9-]*$/)
  }
  expect(() => experimentById('constructor')).toThrow(/unknown experiment "constructor" \(known: .*capacity/)
  expect(() => familyById('__proto__')).toThrow(/unknown family "__proto__" \(known: .*gpt2/)
})

it('offers every experiment once, by group, in an order that no two share', () => {
  const offered = experimentsByGroup().flatMap(([, own]) => own)
  expect(offered.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(every)
  for (const [group, own] of experimentsByGroup()) {
    expect(own.length, group).toBeGreaterThan(0)
    const orders = own.map(({ order }) => order).filter(Number.isFinite)
    expect(new Set(orders).size, group).toBe(orders.length)
    expect(orders, group).toEqual(orders.toSorted((a, b) => a - b))
  }
})

/** A file beside the sources, as text; undefined where there is none. */
function fileText(path: string): string | undefined {
  const url = new URL(path, import.meta.url)
  return existsSync(url) ? readFileSync(url, 'utf8') : undefined
}

const ofExperiment = (id: string, file: string) => fileText(`../experiments/${id}/${file}`)

/** The records of the Quick preset that are published with the page. */
const recordedOf = (id: string) =>
  recordedPresets(id).find(({ preset }) => preset === 'quick')?.recorded.records

await Promise.all(every.map(({ id }) => loadExhibit(id)))
for (const experiment of every) {
  experimentContract({
    experiment,
    exhibit: exhibitOf(experiment.id),
    lesson: ofExperiment(experiment.id, 'lesson.mdx') ?? '',
    records: recordedOf(experiment.id),
  })
}

// In no registry: it is there to be copied.
experimentContract({
  experiment: template,
  exhibit: templateExhibit,
  lesson: ofExperiment('_template', 'lesson.mdx') ?? '',
  records: recordsOf(crowded),
})

describe('the files of an experiment', () => {
  /** What every folder has. Modules of {@link PARTS} may be missing. */
  const TESTED = ['spec', 'exhibit', 'findings']
  const NEEDED = [...withTests(TESTED), 'texts.ts', 'lesson.mdx']
  const PARTS = ['procedure', 'training-strings', 'measure', 'series', 'checks']
  /** What only one experiment is about: a module of its own says it better than a part of another. */
  const OWN: Readonly<Record<string, readonly string[]>> = {
    capacity: ['linked-figures', 'tables'],
    'per-string': ['planted-strings'],
    precision: ['formats'],
    'recipe-knobs': ['knobs'],
    sequence: ['phases'],
    text: ['corpus', 'reference'],
  }

  function withTests(names: readonly string[]): string[] {
    return names.flatMap((name) => [`${name}.ts`, `${name}.test.ts`])
  }

  function misplaced(folder: string, files: readonly string[]): string[] {
    const known = new Set([...NEEDED, ...withTests([...PARTS, ...(OWN[folder] ?? [])]), 'example-records.ts'])
    return [
      ...NEEDED.filter((name) => !files.includes(name)).map((name) => `${folder} has no ${name}`),
      ...files
        .filter((name) => name !== 'recorded' && !known.has(name))
        .map((name) => `${folder}/${name} is no part of an experiment`),
    ]
  }

  it('are the same in every folder', () => {
    const root = new URL('../experiments/', import.meta.url)
    const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(folders.map(({ name }) => name)).toEqual(['_template', ...experiments.keys()])
    expect(
      folders.flatMap(({ name }) => misplaced(name, readdirSync(new URL(name, root)))),
      'src/experiments/README.md lists the files of an experiment',
    ).toEqual([])
  })

  it('are told from others', () => {
    expect(misplaced('one', [...NEEDED, 'procedure.ts', 'measure.test.ts', 'example-records.ts'])).toEqual([])
    expect(misplaced('one', [...NEEDED.slice(1), 'utils.ts', 'phases.ts'])).toEqual([
      'one has no spec.ts',
      'one/utils.ts is no part of an experiment',
      'one/phases.ts is no part of an experiment',
    ])
  })
})

it.each(every.map(({ id }) => id))('%s has an exhibit', (id) => {
  expect(exhibitOf(id)).toBeDefined()
})

function isValid(init: Initializer): boolean {
  if (init.kind === 'constant') return Number.isFinite(init.value)
  return (init.kind === 'normal' ? init.std : init.amplitude) > 0
}

describe.each([...families])('family %s', (_, family) => {
  const shapes: ModelShape[] = [1, 2, 5].flatMap((layers) =>
    [
      [4, 1],
      [8, 2],
      [12, 3],
      [16, 8],
      [64, 4],
    ].flatMap(([width, heads]) =>
      [true, false].flatMap((tied) =>
        [2, 33].map((vocab) => ({ layers, width: width!, heads: heads!, vocab, seqLen: vocab + 3, tied })),
      ),
    ),
  )
  const possible = shapes.filter((shape) => family.problems(shape).length === 0)

  it('describes itself and can build ordinary shapes', () => {
    expect(family.label).not.toBe('')
    expect(family.summary).not.toBe('')
    expect(possible.length).toBeGreaterThan(shapes.length / 2)
  })

  it('counts as many parameters as it lists', () => {
    for (const shape of possible) {
      const specs = family.parameters(shape)
      const trained = specs.filter((spec) => !spec.frozen)
      expect(specs.slice(0, trained.length), 'frozen parameters stand last').toEqual(trained)
      const sum = trained.reduce((total, spec) => total + spec.shape.reduce((size, n) => size * n, 1), 0)
      expect(family.parameterCount(shape), JSON.stringify(shape)).toBe(sum)
    }
  })

  it('names each parameter once, with a size and an initial value', () => {
    for (const shape of possible) {
      const specs = family.parameters(shape)
      expect(new Set(specs.map((spec) => spec.name)).size).toBe(specs.length)
      const isSize = (n: number) => Number.isInteger(n) && n > 0
      expect(specs.filter((spec) => !spec.shape.every(isSize) || !isValid(spec.init))).toEqual([])
    }
  })
})
