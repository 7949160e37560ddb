/** A whole number within a sentence. What is out of range becomes the nearest that is allowed. */
import { TextInput } from '@mantine/core'
import { useState } from 'react'

interface NumberBoxProps {
  readonly least: number
  readonly most: number
  readonly value: number
  onChange(value: number): void
}

export function NumberBox({ least, most, value, onChange }: NumberBoxProps) {
  // While it holds no number yet, such as a minus alone: the value stays, and comes back when the box is left.
  const [isEmpty, setEmpty] = useState(false)
  return (
    <TextInput
      type="number"
      min={least}
      max={most}
      value={isEmpty ? '' : String(value)}
      onChange={({ currentTarget: { valueAsNumber } }) => {
        setEmpty(Number.isNaN(valueAsNumber))
        if (Number.isNaN(valueAsNumber)) return
        const to = Math.max(least, Math.min(most, Math.round(valueAsNumber)))
        if (to !== value) onChange(to)
      }}
      onBlur={() => setEmpty(false)}
    />
  )
}
