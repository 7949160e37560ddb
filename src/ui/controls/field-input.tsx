/** One field of the form. Text stays as typed while it is edited; the store holds what it means. */
import { NativeSelect, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useStore } from 'zustand'
import { families } from '@/core/model/families'
import {
  type Field,
  type FieldKind,
  type FieldValue,
  parseFieldText,
  printFieldValue,
} from '@/core/sweep/fields'
import { fieldsOfText } from '@/core/sweep/own-text'
import { unbroken } from '@/core/text/number'
import { useLab } from '../lab-context'

interface FieldInputProps {
  readonly name: string
  readonly field: Field
}

export function FieldInput({ name, field }: FieldInputProps) {
  const { config } = useLab()
  const value = useStore(config, (s) => s.values[name]) ?? ''
  const problems = useStore(config, (s) => s.problems)
  const decided = useStore(config, (s) => fieldsOfText(s.experiment, s.values).get(name))
  const error = problems
    .filter((problem) => problem.field === name)
    .map((problem) => problem.message)
    .join('; ')
  const shared = {
    label: field.label,
    description: unbroken(decided ?? field.help),
    error: error === '' ? undefined : error,
    disabled: decided !== undefined,
    name,
  }
  switch (field.kind.type) {
    case 'flag':
      return (
        <Switch
          {...shared}
          checked={value === true}
          onChange={(event) => config.getState().setField(name, event.currentTarget.checked)}
        />
      )
    case 'choice':
      return (
        <NativeSelect
          {...shared}
          value={String(value)}
          data={choicesOf(field.kind, String(value))}
          onChange={(event) => config.getState().setField(name, event.currentTarget.value)}
        />
      )
    case 'number':
    case 'numbers':
      return <TextField field={field} value={value} shared={shared} />
    default:
      throw field.kind satisfies never
  }
}

/** What can be chosen, and a value beside it that comes from elsewhere. */
const choicesOf = ({ choices, other }: Extract<FieldKind, { type: 'choice' }>, value: string) => [
  ...choices.map((choice) => ({ value: choice, label: families.get(choice)?.label ?? choice })),
  ...(other?.allows(value) ? [{ value, label: other.label }] : []),
]

interface TextFieldProps {
  readonly field: Field
  readonly value: FieldValue
  readonly shared: {
    readonly label: string
    readonly description: string
    readonly error: string | undefined
    readonly disabled: boolean
    readonly name: string
  }
}

/** Width of a letter of a unit, a little more than most need (px), and of the space on both sides of the unit. */
const UNIT_LETTER_PX = 7
const UNIT_PADDING_PX = 26
const UNIT_PROPS = { className: 'field-unit-place' } as const

function TextField({ field, value, shared }: TextFieldProps) {
  const { config } = useLab()
  const [typed, setTyped] = useState<string | undefined>(undefined)
  const printed = printFieldValue(field, value).replaceAll(',', ', ')
  // The text as typed is shown while the store holds the value that it means; a preset or a link replaces it.
  const current = typed !== undefined && sameValue(parseFieldText(field, typed), value) ? typed : printed
  const placeholder = field.kind.type === 'numbers' && field.replaces ? 'none' : undefined
  return (
    <TextInput
      {...shared}
      value={current}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      rightSection={field.unit && <span className="field-unit">{field.unit}</span>}
      // The input keeps what is typed clear of the unit only where the unit's width is given as a number.
      rightSectionWidth={UNIT_PADDING_PX + UNIT_LETTER_PX * (field.unit?.length ?? 0)}
      rightSectionPointerEvents="none"
      rightSectionProps={UNIT_PROPS}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        config.getState().setFieldText(shared.name, event.currentTarget.value)
      }}
      onBlur={() => setTyped(shared.error === undefined ? undefined : current)}
    />
  )
}

function sameValue(a: FieldValue, b: FieldValue): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((v, i) => Object.is(v, b[i]))
  return Object.is(a, b)
}
