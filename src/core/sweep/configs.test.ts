/** What holds for every config of every experiment: value ↔ text, values ↔ permalink, values → plan. Examples are drawn from the fields. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { familyById } from '../model/families'
import { hasReadableKey } from '../testing/experiment.contract'
import { type Experiment, withField, withTexts } from './experiment'
import { experiments } from './experiments'
import { type ConfigValues, type Field, type FieldValue, parseFieldText, printFieldValue } from './fields'
import { parsePermalink, printPermalink } from './permalink'

/** Longer lists plan no otherwise, and take longer. */
const MAX_ITEMS = 3

const bound = (field: Field, name: 'min' | 'max' | 'minItems' | 'maxItems', otherwise: number): number => {
  const value = Object.entries(field).find(([key]) => key === name)?.[1]
  return typeof value === 'number' ? value : otherwise
}

/** Numbers that a field allows: mostly whole and small, as people type them, and anything else in its range. */
function numbers(field: Field): fc.Arbitrary<number> {
  const [min, max] = [bound(field, 'min', 0), bound(field, 'max', 1)]
  const whole = fc.integer({ min: Math.ceil(min), max: Math.floor(max) })
  const small = fc.integer({ min: Math.ceil(min), max: Math.floor(Math.min(max, Math.max(min, 0) + 64)) })
  const any = fc.double({ min, max, noNaN: true }).map((value) => value + 0)
  return fc.oneof(small, whole, any).filter((value) => isAllowed(field, value))
}

const isAllowed = (field: Field, value: number): boolean =>
  field.schema.safeParse(field.kind.type === 'numbers' ? [value] : value).success

/** Every value that a field allows by itself. */
function fieldValues(field: Field): fc.Arbitrary<FieldValue> {
  switch (field.kind.type) {
    case 'number':
      return field.word ? fc.oneof(numbers(field), fc.constant(field.word.value)) : numbers(field)
    case 'numbers':
      return fc.uniqueArray(numbers(field), {
        minLength: bound(field, 'minItems', 1),
        maxLength: Math.min(MAX_ITEMS, bound(field, 'maxItems', MAX_ITEMS)),
      })
    case 'choice':
      return fc.constantFrom(...field.kind.choices)
    case 'flag':
      return fc.boolean()
    default:
      throw field.kind satisfies never
  }
}

/** A preset with up to three fields set anew. Not every one can run: fields may not fit together. */
const configs = (experiment: Experiment): fc.Arbitrary<ConfigValues> =>
  fc
    .record({
      base: fc.constantFrom(...experiment.presets.map(({ config }) => config)),
      edits: fc.array(
        fc.oneof(
          ...Object.entries(experiment.fields).map(([name, field]) =>
            fieldValues(field).map((value) => [name, value] as const),
          ),
        ),
        { maxLength: 3 },
      ),
    })
    .map(({ base, edits }) =>
      edits.reduce((values, [name, value]) => withField(experiment, values, name, value), base),
    )

const presetIds = (experiment: Experiment) => fc.constantFrom(...experiment.presets.map(({ id }) => id))

/** Text as somebody else may have it after a mail program, a typing error, or ill will. */
const mangled = (text: string): fc.Arbitrary<string> =>
  fc
    .record({
      from: fc.nat(text.length),
      length: fc.nat(8),
      insert: fc.oneof(
        fc.constantFrom('%', '%2', '=', '&', '?', '#', ',', ',,', '-', 'e9', '1e999', 'NaN', '__proto__'),
        fc.string({ unit: 'binary', maxLength: 6 }),
      ),
    })
    .map(({ from, length, insert }) => text.slice(0, from) + insert + text.slice(from + length))

describe.each([...experiments])('%s', (_, experiment) => {
  it('leaves to the machine how long its presets take', () => {
    for (const { note } of experiment.presets) expect(note).not.toMatch(/second|minute|hour|GPU|machine/)
  })

  it('reads every value of a field back from its text', () => {
    for (const [name, field] of Object.entries(experiment.fields)) {
      fc.assert(
        fc.property(fc.constant(name), fieldValues(field), (_, value) => {
          const read = parseFieldText(field, printFieldValue(field, value))
          return isDeepStrictEqual(read, value) && field.schema.safeParse(value).success
        }),
        { numRuns: 30 },
      )
    }
  })

  it('gives the same config by permalink and by flags, from whatever preset, and says what is wrong with the others', () => {
    let valid = 0
    fc.assert(
      fc.property(configs(experiment), presetIds(experiment), (values, preset) => {
        const link = printPermalink(experiment, preset, values)
        expect(link).not.toMatch(/[\s"<>]/)
        const problems = experiment.problems(values)
        const parsed = parsePermalink(link)
        if (problems.length > 0) {
          expect(parsed).toMatchObject({ status: 'invalid', readable: { experiment: experiment.id, preset } })
          return
        }
        valid++
        expect(parsed).toEqual({ status: 'valid', linked: { experiment: experiment.id, preset, values } })
        const texts = Object.entries(experiment.fields).map(
          ([name, field]) => [name, printFieldValue(field, values[name]!)] as const,
        )
        expect(withTexts(experiment, experiment.presets[0].config, texts)).toEqual({ values, problems: [] })
      }),
      { numRuns: 30 },
    )
    expect(valid).toBeGreaterThan(5)
  })

  it('plans trials whose keys are unique, readable, and the same each time', () => {
    fc.assert(
      fc.property(configs(experiment), (values) => {
        fc.pre(experiment.problems(values).length === 0)
        const trials = experiment.plan(values)
        const keys = trials.map((trial) => trial.key)
        expect(new Set(keys).size).toBe(keys.length)
        expect(experiment.plan({ ...values }).map((trial) => trial.key)).toEqual(keys)
        // A plan may hold thousands, and what holds for some holds for all.
        const some = [...trials.slice(0, 20), ...trials.slice(-1)]
        expect(some.filter((trial) => !hasReadableKey(trial, experiment.id))).toEqual([])
        expect(some.filter(({ key }) => key.length > 256)).toEqual([])
        expect(some.filter(({ batch, datasetSize }) => !(batch >= 1 && batch <= datasetSize))).toEqual([])
        expect(some.map(({ params }) => params)).toEqual(
          some.map(({ family, shape }) => familyById(family).parameterCount(shape)),
        )
      }),
      { numRuns: 15 },
    )
  })

  it('never throws at a link, whatever became of it, and opens only what can run', () => {
    fc.assert(
      fc.property(
        fc
          .tuple(configs(experiment), presetIds(experiment))
          .chain(([values, preset]) => mangled(printPermalink(experiment, preset, values))),
        (link) => {
          const parsed = parsePermalink(link)
          if (parsed.status === 'valid') {
            const { linked } = parsed
            const opened = experiments.get(linked.experiment)!
            expect(opened.problems(linked.values)).toEqual([])
            expect(parsePermalink(printPermalink(opened, linked.preset, linked.values))).toEqual(parsed)
          } else if (parsed.status === 'invalid') {
            expect(parsed.problems.length).toBeGreaterThan(0)
          }
        },
      ),
      { numRuns: 30 },
    )
  })
})

it('never throws at any text as a link', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(['empty', 'invalid', 'valid']).toContain(parsePermalink(text).status)
    }),
    { numRuns: 300 },
  )
})
