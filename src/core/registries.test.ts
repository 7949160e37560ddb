/** Contracts of every registered experiment and family: a new one is held to them without an edit here. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exhibitOf, toldFindings } from './figures/exhibits'
import { families, familyById } from './model/families'
import type { ModelShape } from './model/family'
import { readRecorded } from './results/recorded'
import { joinRuns, runsOfRecords } from './runs/run'
import { presetById } from './sweep/experiment'
import { experimentById, experiments, experimentsByGroup } from './sweep/experiments'
import { parsePermalink, printPermalink } from './sweep/permalink'

const every = [...experiments.values()]
const presets = every.flatMap((experiment) => experiment.presets.map((preset) => ({ experiment, preset })))
const named = presets.map(({ experiment, preset }) => ({
  name: `${experiment.id}/${preset.id}`,
  experiment,
  preset,
}))

it('finds what stands in the plug-in folders, by the id that the folder gives', () => {
  expect([...experiments.keys()]).toContain('capacity')
  expect([...families.keys()]).toContain('gpt2')
  for (const [folder, { id }] of [...experiments, ...families]) {
    expect(id).toBe(folder)
    expect(id).toMatch(/^[a-z][a-z0-9-]*$/)
  }
  expect(() => experimentById('constructor')).toThrow(/unknown experiment "constructor" \(known: .*capacity/)
  expect(() => familyById('__proto__')).toThrow(/unknown family "__proto__" \(known: .*gpt2/)
})

it('offers every experiment once, by group, in an order that no two share', () => {
  const offered = experimentsByGroup.flatMap(([, own]) => own)
  expect(offered.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(every)
  for (const [group, own] of experimentsByGroup) {
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

/** The records that are published with the page. */
function recordedOf(id: string) {
  const text = fileText(`../../public/recorded/${id}.json`)
  return text === undefined ? undefined : readRecorded(JSON.parse(text)).records
}

describe.each(every.map((experiment) => [experiment.id, experiment] as const))(
  'what is shown of %s',
  (id, experiment) => {
    const exhibit = exhibitOf(experiment.id)
    const planned = experiment.plan(experiment.presets[0].config)

    it('has an exhibit', () => {
      expect(exhibit).toBeDefined()
    })

    it('has a lesson of 150 to 400 words', () => {
      const words = ofExperiment(id, 'lesson.mdx')?.match(/[\p{L}\p{N}][\p{L}\p{N}’'.,-]*/gu) ?? []
      expect(words.length).toBeGreaterThanOrEqual(150)
      expect(words.length).toBeLessThanOrEqual(400)
    })

    it.runIf(exhibit)('claims nothing before a run', () => {
      expect(exhibit!.findings({ runs: joinRuns(planned, new Map()) })).toEqual([])
    })

    it.runIf(exhibit && recordedOf(id))('says what its recorded runs show', () => {
      const records = recordedOf(id)!
      expect(records.every((record) => record.experiment === id)).toBe(true)
      const findings = toldFindings(id, runsOfRecords(records))
      expect(findings.length).toBeGreaterThan(0)
      for (const { text } of findings) expect(text).not.toMatch(/NaN|Infinity|undefined/)
    })
  },
)

describe.each(every.map((experiment) => [experiment.id, experiment] as const))(
  'experiment %s',
  (_, experiment) => {
    it('says what it is, and explains every field', () => {
      expect(experiment.title).not.toBe('')
      expect(experiment.question).toMatch(/\?$/)
      expect(experiment.version).toBeGreaterThanOrEqual(1)
      for (const [name, field] of Object.entries(experiment.fields)) {
        expect(name, 'permalinks use these names themselves').not.toMatch(/^(v|preset)$/)
        expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/)
        expect(field.label.trim(), name).not.toBe('')
        expect(field.help.length, name).toBeGreaterThan(15)
        if (field.replaces !== undefined) expect(experiment.fields[field.replaces]?.replaces).toBe(name)
      }
    })

    it('has presets with ids of their own, and no others', () => {
      const ids = experiment.presets.map((preset) => preset.id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids, 'run <id> --preset quick works with every experiment').toContain('quick')
      expect(() => presetById(experiment, 'toString')).toThrow(/unknown preset "toString"/)
    })

    it('names the field of every value that no field allows', () => {
      const base = experiment.presets[0].config
      for (const name of Object.keys(experiment.fields)) {
        for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, -1e9, 'x', [Number.NaN]]) {
          const values = { ...base, [name]: wrong }
          expect(
            experiment.problems(values).map((p) => p.field),
            `${name}=${wrong}`,
          ).toContain(name)
          expect(() => experiment.plan(values)).toThrow()
        }
      }
    })

    it('refuses a config with a name too many or too few', () => {
      const base = experiment.presets[0].config
      expect(experiment.problems({ ...base, colour: 1 })).not.toEqual([])
      const [first] = Object.keys(experiment.fields)
      const without = Object.fromEntries(Object.entries(base).filter(([name]) => name !== first))
      expect(experiment.problems(without).map((p) => p.field)).toContain(first)
    })
  },
)

describe.each(named)('preset $name', ({ experiment, preset }) => {
  it('can run, and says for whom it is', () => {
    expect(experiment.problems(preset.config)).toEqual([])
    expect(Object.keys(preset.config).toSorted()).toEqual(Object.keys(experiment.fields).toSorted())
    expect(preset.label).not.toBe('')
    expect(preset.note.length).toBeGreaterThan(15)
  })

  it('plans trials, each of its own key, and comes back from its permalink', () => {
    const keys = experiment.plan(preset.config).map(({ key }) => key)
    expect(keys.length).toBeGreaterThan(0)
    expect(new Set(keys).size).toBe(keys.length)
    expect(parsePermalink(printPermalink(experiment, preset.id, preset.config))).toMatchObject({
      status: 'valid',
      linked: { values: preset.config },
    })
  })
})

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
      for (const { shape: size, init } of specs) {
        for (const n of size) expect(Number.isInteger(n) && n > 0).toBe(true)
        if (init.kind === 'constant') expect(Number.isFinite(init.value)).toBe(true)
        else expect(init.kind === 'normal' ? init.std : init.amplitude).toBeGreaterThan(0)
      }
    }
  })
})
