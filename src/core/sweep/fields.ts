/**
 * Config fields. One definition gives a field its schema, its line in the form, its CLI flag and its text in a permalink, so
 * that the four cannot drift. A field's text form is what a person would type: `16`, `64,256`, `full`.
 */
import * as z from 'zod/mini'

export type FieldGroup = 'strings' | 'model' | 'training' | 'sweep'

/** How the form shows a field. */
export type FieldKind =
  | { readonly type: 'number' }
  | { readonly type: 'numbers' }
  | { readonly type: 'choice'; readonly choices: readonly string[]; readonly other?: OtherChoice }
  | { readonly type: 'flag' }

/** Values beside the listed ones, which a form shows but does not offer: they come from elsewhere. */
export interface OtherChoice {
  /** What the form calls such a value. */
  readonly label: string
  allows(value: string): boolean
}

export interface Field<S extends z.ZodMiniType = z.ZodMiniType> {
  readonly schema: S
  readonly kind: FieldKind
  readonly label: string
  /** One line for people who meet the field for the first time. */
  readonly help: string
  readonly unit?: string
  readonly group: FieldGroup
  /** A list field that this one replaces: a value here empties the other (dataset sizes against data ratios). */
  readonly replaces?: string
  /** The value in words, for a field with a word among its values (`full`, `auto`). */
  readonly word?: { readonly text: string; readonly value: number }
}

/** The fields of a config by their names, in the order in which the form shows them. */
export type Fields = Readonly<Record<string, Field>>

/** The values that a set of fields takes. */
export type ConfigOf<F extends Fields> = { readonly [Name in keyof F]: z.infer<F[Name]['schema']> }

/**
 * A field whose schema is made when it is first asked for: those of all experiments together take longer to make than everything else that is
 * read before a run.
 */
function fieldOf<const A extends About, const K extends FieldKind, S extends z.ZodMiniType>(
  about: A,
  kind: K,
  makeSchema: () => S,
) {
  let schema: S | undefined
  return {
    ...about,
    kind,
    get schema() {
      schema ??= makeSchema()
      return schema
    },
  } satisfies Field
}

/** The schema of a config: a value for each of its fields, and no others. */
export function schemaOf<F extends Fields>(fields: F): z.ZodMiniType<ConfigOf<F>> {
  const schemas = Object.entries<Field>(fields).map(([name, { schema }]) => [name, schema] as const)
  return z.strictObject(Object.fromEntries(schemas)) as z.ZodMiniType<ConfigOf<F>>
}

export type FieldValue = number | string | boolean | readonly number[]
export type ConfigValues = Readonly<Record<string, FieldValue>>

/** What is wrong with a config, by field. `field` is undefined where it is about the whole. */
export interface Problem {
  readonly field: string | undefined
  readonly message: string
}

type About = Omit<Field, 'schema' | 'kind'>
interface Bounds {
  readonly min: number
  readonly max: number
  readonly integer?: boolean
}

function boundedNumber({ min, max, integer = false }: Bounds) {
  const error = `must be a ${integer ? 'whole ' : ''}number from ${min} to ${max}`
  return (integer ? z.int({ error }) : z.number({ error })).check(
    z.gte(min, { error }),
    z.lte(max, { error }),
  )
}

export const numberField = (about: About & Bounds) =>
  fieldOf(about, { type: 'number' }, () => boundedNumber(about))

/** A number that may also be one word, kept as a number of its own meaning (`full` = 0). */
export const numberOrWordField = (
  about: About & Bounds & { readonly word: { text: string; value: number } },
) =>
  fieldOf(about, { type: 'number' }, () => {
    const { word, min, max, integer } = about
    const error = `must be "${word.text}" or a ${integer ? 'whole ' : ''}number from ${min} to ${max}`
    const isBounded = (value: number) => boundedNumber(about).safeParse(value).success
    return z
      .number({ error: `must be ${word.text} or a number` })
      .check(z.refine((value) => value === word.value || isBounded(value), { error }))
  })

/** A list of numbers. A value may stand in it once, unless `unique` is false. */
export const numbersField = ({
  unique = true,
  ...about
}: About & Bounds & { readonly maxItems: number; readonly minItems?: number; readonly unique?: boolean }) =>
  fieldOf(about, { type: 'numbers' }, () => {
    const { minItems = 1, maxItems } = about
    const isAllowed = (values: readonly number[]) => !unique || new Set(values).size === values.length
    const numbers = z
      .array(boundedNumber(about), { error: 'must be numbers separated by commas' })
      .check(
        z.minLength(minItems, { error: 'needs at least one value' }),
        z.maxLength(maxItems, { error: `holds at most ${maxItems} values` }),
        z.refine(isAllowed, { error: 'lists a value twice' }),
      )
    return z.readonly(numbers)
  })

export const choiceField = <const T extends readonly [string, ...string[]]>(
  about: About & { readonly choices: T },
) =>
  fieldOf(about, { type: 'choice', choices: about.choices }, () =>
    z.enum(about.choices, { error: `must be one of: ${about.choices.join(', ')}` }),
  )

/** A choice that has other values too. */
export const openChoiceField = (
  about: About & { readonly choices: readonly string[]; readonly other: OtherChoice },
) => {
  const { choices, other } = about
  const error = `must be one of: ${choices.join(', ')}`
  return fieldOf(about, { type: 'choice', choices, other }, () =>
    z.string({ error }).check(z.refine((value) => choices.includes(value) || other.allows(value), { error })),
  )
}

export const flagField = (about: About) =>
  fieldOf(about, { type: 'flag' }, () => z.boolean({ error: 'must be true or false' }))

/** Each digit can match in one place only: thousands of digits, from whomever, are refused in linear time. */
const NUMBER_TEXT = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

/** Text to value, before the schema sees it. Text that is no number becomes NaN, which every schema refuses by name. */
export function parseFieldText(field: Field, text: string): FieldValue {
  const trimmed = text.trim()
  // "-0" is 0 (−0 + 0), whose text reads back as the same value.
  const number = (part: string): number => (NUMBER_TEXT.test(part.trim()) ? Number(part) + 0 : Number.NaN)
  switch (field.kind.type) {
    case 'number': {
      if (trimmed === field.word?.text) return field.word.value
      // The word's number is ours, not the text's: "0", or 1e-999 rounded to it, must not come to mean "auto".
      const value = number(trimmed)
      return value === field.word?.value ? Number.NaN : value
    }
    case 'numbers':
      return trimmed === '' ? [] : trimmed.split(',').map(number)
    case 'choice':
      return trimmed
    case 'flag':
      return trimmed === 'true' ? true : trimmed === 'false' ? false : trimmed
    default:
      throw field.kind satisfies never
  }
}

/** Value to the text that {@link parseFieldText} reads back. */
export function printFieldValue(field: Field, value: FieldValue): string {
  if (field.word && value === field.word.value) return field.word.text
  return Array.isArray(value) ? value.join(',') : String(value)
}
