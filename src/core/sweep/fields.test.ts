import { describe, expect, it } from 'vitest'
import {
  choiceField,
  type Field,
  type FieldValue,
  flagField,
  numberField,
  numberOrWordField,
  numbersField,
  parseFieldText,
  printFieldValue,
  schemaOf,
} from './fields'

const about = { label: 'A field', help: 'What it means.', group: 'sweep' } as const
const steps = numberField({ ...about, min: 1, max: 1000, integer: true })
const rate = numberOrWordField({ ...about, min: 1e-6, max: 10, word: { text: 'auto', value: 0 } })
const batch = numberOrWordField({
  ...about,
  min: 1,
  max: 64,
  integer: true,
  word: { text: 'full', value: 0 },
})
const sizes = numbersField({ ...about, min: 0, max: 100, maxItems: 3 })
const source = choiceField({ ...about, choices: ['uniform', 'markov'] })
const tied = flagField(about)

const accepts = (field: Field, value: FieldValue): boolean => field.schema.safeParse(value).success
const message = (field: Field, value: unknown): string | undefined =>
  field.schema.safeParse(value).error?.issues[0]?.message

describe('text and value', () => {
  it.each<[Field, string, FieldValue]>([
    [steps, '16', 16],
    [rate, '0.003', 0.003],
    [rate, '0.000001', 1e-6],
    [rate, 'auto', 0],
    [batch, 'full', 0],
    [batch, '64', 64],
    [sizes, '64', [64]],
    [sizes, '0.25,1,1.5', [0.25, 1, 1.5]],
    [sizes, '', []],
    [source, 'markov', 'markov'],
    [tied, 'true', true],
    [tied, 'false', false],
  ])('%# %s and back', (field, text, value) => {
    expect(parseFieldText(field, text)).toEqual(value)
    expect(printFieldValue(field, value)).toBe(text)
  })

  it.each<[Field, string, FieldValue]>([
    [steps, ' 16 ', 16],
    [steps, '+1.6e1', 16],
    [steps, '16.', 16],
    [rate, '.5', 0.5],
    [rate, '3E-3', 0.003],
    [rate, ' auto ', 0],
    [sizes, ' 8 , 16,\t32 ', [8, 16, 32]],
    [source, ' markov ', 'markov'],
    [tied, ' true', true],
  ])('%# also takes what people type: %j', (field, text, value) => {
    expect(parseFieldText(field, text)).toEqual(value)
  })

  it('reads every number that it prints', () => {
    for (const value of [1e-6, 0.1 + 0.2, 1 / 3, 123_456.789, 4_294_967_295, 1e21, 5e-324])
      expect(parseFieldText(sizes, printFieldValue(sizes, [value]))).toEqual([value])
  })

  it.each<[Field, string]>([
    ...[
      '',
      ' ',
      '0x10',
      '0b1',
      '1_000',
      '1 000',
      '1,5',
      'NaN',
      'Infinity',
      '-Infinity',
      '1e',
      'e5',
      '.',
      '+',
      '--1',
      '1.2.3',
      '٣',
      '1n',
      'auto',
      'null',
      '[1]',
    ].map((text): [Field, string] => [steps, text]),
    ...['0', '-0', '0.0', '1e-999', 'full', 'Auto', 'auto,auto'].map((text): [Field, string] => [rate, text]),
    ...[',', '1,', ',1', '1,,2', '1;2', '1 2', 'a'].map((text): [Field, string] => [sizes, text]),
    ...['Uniform', '', 'toString'].map((text): [Field, string] => [source, text]),
    ...['TRUE', '1', 'yes', ''].map((text): [Field, string] => [tied, text]),
  ])('%# takes %j for no value', (field, text) => {
    expect(accepts(field, parseFieldText(field, text))).toBe(false)
  })
})

describe('the schema of a config', () => {
  const schema = schemaOf({ steps, sizes })

  it('takes a value for each field, and no others', () => {
    expect(schema.parse({ steps: 5, sizes: [1, 2] })).toEqual({ steps: 5, sizes: [1, 2] })
    expect(schema.safeParse({ steps: 5 }).error?.issues[0]?.path).toEqual(['sizes'])
    expect(schema.safeParse({ steps: 5, sizes: [1], colour: 1 }).success).toBe(false)
    expect(schema.safeParse({ steps: 0, sizes: [1] }).error?.issues[0]?.message).toMatch(/from 1 to 1000/)
  })
})

describe('bounds', () => {
  it('include their ends and say what they are', () => {
    for (const [field, good, bad] of [
      [steps, [1, 1000], [0, 1001, 1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, '5', [5], true]],
      [rate, [0, 1e-6, 10, 0.5], [1e-7, -1, 10.1, Number.NaN, 'auto']],
      [batch, [0, 1, 64], [0.5, 65, -1]],
      [sizes, [[0], [100, 1, 2]], [[], [1, 2, 3, 4], [5, 5], [101], [-1], [Number.NaN], 5, '5']],
      [source, ['uniform'], ['other', 0]],
      [tied, [true, false], [1, 'true']],
    ] as const) {
      for (const value of good) expect(message(field, value), String(value)).toBeUndefined()
      for (const value of bad) expect(message(field, value), String(value)).not.toMatch(/^(Invalid|Too|$)/)
    }
    expect(message(steps, 1.5)).toBe('must be a whole number from 1 to 1000')
    expect(message(rate, 11)).toBe('must be "auto" or a number from 0.000001 to 10')
    expect(message(sizes, [1, 2, 3, 4])).toBe('holds at most 3 values')
    expect(message(sizes, [5, 5])).toBe('lists a value twice')
    expect(message(source, 'other')).toBe('must be one of: uniform, markov')
  })

  it('let a value stand in a list twice only where it says so', () => {
    const heads = numbersField({ ...about, min: 1, max: 9, integer: true, maxItems: 3, unique: false })
    expect(accepts(heads, [2, 2, 4])).toBe(true)
    expect(message(heads, [2, 0])).toBe('must be a whole number from 1 to 9')
  })

  it('let a list be empty only where it says so', () => {
    expect(accepts(sizes, [])).toBe(false)
    expect(accepts(numbersField({ ...about, min: 0, max: 1, maxItems: 1, minItems: 0 }), [])).toBe(true)
  })
})
