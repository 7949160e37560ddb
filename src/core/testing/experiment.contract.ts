/** What every experiment is held to: those that are registered, and the template. */
import { describe, expect, it } from 'vitest'
import type { Exhibit } from '../figures/figure'
import type { TrialRecord } from '../results/result'
import { joinRuns, runsOfRecords } from '../runs/run'
import { type Experiment, type Preset, presetById } from '../sweep/experiment'
import { experiments } from '../sweep/experiments'
import type { ConfigValues } from '../sweep/fields'
import { parsePermalink, printPermalink } from '../sweep/permalink'
import type { Trial } from '../sweep/trial'
import { sentencesOf, UNFILLED } from './findings'

/** A folder of `experiments/`. */
interface ExperimentFiles {
  readonly experiment: Experiment
  /** Undefined for an id that none has. */
  readonly exhibit: Exhibit | undefined
  /** `lesson.mdx`, as text. */
  readonly lesson: string
  /** Of finished runs of it; undefined where none are at hand. */
  readonly records: readonly TrialRecord[] | undefined
}

/** Whether a trial says in its key, and beside it, that it is one of this experiment. */
export const hasReadableKey = ({ key, family, experiment }: Trial, id: string): boolean =>
  /^[\w.-]+(\/[\w.=-]+)+$/.test(key) && key.startsWith(`${id}/${family}-`) && experiment === id

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

  it.runIf(exhibit)('names presets of its own that decide what others leave open', () => {
    for (const preset of Object.values(exhibit!.settledBy ?? {}))
      expect(experiment.presets.slice(1).map(({ id }) => id)).toContain(preset)
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
      expect(name, 'permalinks use these names themselves').not.toMatch(/^(v|preset|text)$/)
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
    const unnamed: string[] = []
    for (const name of Object.keys(experiment.fields)) {
      for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, -1e9, 'x', [Number.NaN]]) {
        const values = { ...base, [name]: wrong }
        if (!experiment.problems(values).some(({ field }) => field === name)) unnamed.push(`${name}=${wrong}`)
        expect(() => experiment.plan(values)).toThrow()
      }
    }
    expect(unnamed).toEqual([])
  })

  it('refuses a config with a name too many or too few', () => {
    const base = experiment.presets[0].config
    expect(experiment.problems({ ...base, colour: 1 })).not.toEqual([])
    const [first] = Object.keys(experiment.fields)
    const without = Object.fromEntries(Object.entries(base).filter(([name]) => name !== first))
    expect(experiment.problems(without).map((p) => p.field)).toContain(first)
  })
}

/** `core/sweep/configs.test.ts` tries other configs than the presets'. */
function presetContract(experiment: Experiment, preset: Preset): void {
  it('can run, and says for whom it is', () => {
    expect(experiment.problems(preset.config)).toEqual([])
    expect(Object.keys(preset.config).toSorted()).toEqual(Object.keys(experiment.fields).toSorted())
    expect(preset.label).not.toBe('')
    expect(preset.note.length).toBeGreaterThan(15)
  })

  it('plans trials of readable keys, each its own', () => {
    const trials = experiment.plan(preset.config)
    expect(trials.length).toBeGreaterThan(0)
    expect(new Set(trials.map((trial) => trial.key)).size).toBe(trials.length)
    expect(trials.filter((trial) => !hasReadableKey(trial, experiment.id))).toEqual([])
  })

  it('comes back from its permalink, also as it was before', () => {
    // The template is not among the experiments of the page.
    const known = new Map([...experiments, [experiment.id, experiment]])
    for (const before of [{}, ...(preset.before ?? [])]) {
      const values = { ...preset.config, ...before } as ConfigValues
      expect(parsePermalink(printPermalink(experiment, preset.id, values), known)).toEqual({
        status: 'valid',
        linked: { experiment: experiment.id, preset: preset.id, values },
      })
    }
  })
}
