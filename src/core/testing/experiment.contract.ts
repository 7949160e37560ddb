/** What every experiment is held to: those that are registered, and the template. */
import { describe, expect, it } from 'vitest'
import type { Exhibit } from '../figures/figure'
import { familyById } from '../model/families'
import type { TrialRecord } from '../results/result'
import { joinRuns, runsOfRecords } from '../runs/run'
import { type Experiment, type Preset, presetById, withField, withTexts } from '../sweep/experiment'
import { experiments } from '../sweep/experiments'
import {
  type ConfigValues,
  type Field,
  type FieldValue,
  parseFieldText,
  printFieldValue,
} from '../sweep/fields'
import { parsePermalink, printPermalink } from '../sweep/permalink'
import { sentencesOf, UNFILLED } from './findings'

/** A folder of `experiments/`. */
interface ExperimentFiles {
  readonly experiment: Experiment
  /** Undefined where a view of its own does all the showing. */
  readonly exhibit: Exhibit | undefined
  /** `lesson.mdx`, as text. */
  readonly lesson: string
  /** Of finished runs of it; undefined where none are at hand. */
  readonly records: readonly TrialRecord[] | undefined
}

export function experimentContract(files: ExperimentFiles): void {
  const { experiment } = files
  describe(`experiment ${experiment.id}`, () => {
    configContract(experiment)
    shownContract(files)
  })
  for (const preset of experiment.presets) {
    describe(`preset ${experiment.id}/${preset.id}`, () => presetContract(experiment, preset))
  }
}

function shownContract({ experiment, exhibit, lesson, records }: ExperimentFiles): void {
  it('has a lesson of 150 to 400 words', () => {
    const words = lesson.match(/[\p{L}\p{N}][\p{L}\p{N}’'.,-]*/gu) ?? []
    expect(words.length).toBeGreaterThanOrEqual(150)
    expect(words.length).toBeLessThanOrEqual(400)
  })

  it.runIf(exhibit)('claims nothing before a run', () => {
    const planned = experiment.plan(experiment.presets[0].config)
    expect(exhibit!.findings({ runs: joinRuns(planned, new Map()) })).toEqual([])
  })

  it.runIf(exhibit && records)('says what finished runs show', () => {
    expect(records!.every((record) => record.experiment === experiment.id)).toBe(true)
    const told = sentencesOf(exhibit!, runsOfRecords(records!))
    expect(told.length).toBeGreaterThan(0)
    for (const text of told) expect(text).not.toMatch(UNFILLED)
  })
}

function configContract(experiment: Experiment): void {
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
}

function presetContract(experiment: Experiment, preset: Preset): void {
  const configs = [preset.config, ...editedConfigs(experiment, preset.config)]
  // The template is in no registry.
  const known = new Map([...experiments, [experiment.id, experiment]])

  it('can run, and says for whom it is', () => {
    expect(experiment.problems(preset.config)).toEqual([])
    expect(Object.keys(preset.config).toSorted()).toEqual(Object.keys(experiment.fields).toSorted())
    expect(preset.label).not.toBe('')
    expect(preset.note.length).toBeGreaterThan(15)
    expect(experiment.plan(preset.config).length).toBeGreaterThan(0)
  })

  it('plans trials whose keys are unique, readable, and the same each time', () => {
    expect(configs.length).toBeGreaterThan(Object.keys(experiment.fields).length)
    for (const config of configs) {
      const trials = experiment.plan(config)
      const keys = trials.map((trial) => trial.key)
      expect(new Set(keys).size).toBe(keys.length)
      expect(experiment.plan({ ...config }).map((trial) => trial.key)).toEqual(keys)
      for (const trial of trials) {
        expect(trial.key).toMatch(/^[\w.-]+(\/[\w.=-]+)+$/)
        expect(trial.key.startsWith(`${experiment.id}/${trial.family}-`)).toBe(true)
        expect(trial.experiment).toBe(experiment.id)
        expect(trial.key.length).toBeLessThanOrEqual(256)
        expect(trial.batch).toBeGreaterThanOrEqual(1)
        expect(trial.batch).toBeLessThanOrEqual(trial.datasetSize)
        expect(trial.params).toBe(familyById(trial.family).parameterCount(trial.shape))
      }
    }
  })

  it('gives back every config from its permalink, in whatever preset it is written', () => {
    for (const config of configs) {
      for (const base of experiment.presets) {
        const link = printPermalink(experiment, base.id, config)
        expect(parsePermalink(link, known), link).toEqual({
          status: 'valid',
          linked: { experiment: experiment.id, preset: base.id, values: config },
        })
        expect(link).not.toMatch(/[\s"<>]/)
      }
    }
  })

  it('gives back every value from its text', () => {
    for (const config of configs) {
      const texts = Object.entries(experiment.fields).map(([name, field]) => {
        const text = printFieldValue(field, config[name]!)
        expect(parseFieldText(field, text), `${name}=${text}`).toEqual(config[name])
        return [name, text] as const
      })
      expect(withTexts(experiment, preset.config, texts)).toEqual({ values: config, problems: [] })
    }
  })
}

/** A value that differs from the one it replaces and is likely to be allowed. */
function edited(field: Field, value: FieldValue): FieldValue[] {
  switch (field.kind.type) {
    case 'number':
      return [field.word?.value, Number(value) * 2, Number(value) + 1, Number(value) / 2, 0.0123].filter(
        (v) => v !== undefined,
      )
    case 'numbers': {
      const list = Array.isArray(value) ? value.map(Number) : []
      return [list.slice(0, 1), list.map((v) => v * 2), list.toReversed(), [...list, 5, 7], [0.3, 1.7], [48]]
    }
    case 'choice':
      return [...field.kind.choices]
    case 'flag':
      return [value !== true]
  }
}

/** Every preset with one field or two changed, as far as the experiment accepts it. */
function editedConfigs(experiment: Experiment, base: ConfigValues): ConfigValues[] {
  const once = Object.entries(experiment.fields).flatMap(([name, field]) =>
    edited(field, base[name]!).map((value) => withField(experiment, base, name, value)),
  )
  const twice = once.map((values, i) => ({ ...once[(i * 7 + 3) % once.length], ...values }))
  return [...once, ...twice].filter((values) => experiment.problems(values).length === 0)
}
