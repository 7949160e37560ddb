/** A slider whose steps are given values, evenly spaced. */
import { Slider } from '@mantine/core'
import '../styles/step-slider.css'

interface StepSliderProps {
  /** What a screen reader calls it. */
  readonly name: string
  readonly values: readonly number[]
  readonly value: number
  /** What a screen reader says of a value. */
  text(value: number): string
  onChange(value: number): void
}

export function StepSlider({ name, values, value, text, onChange }: StepSliderProps) {
  return (
    <Slider
      className="step-slider"
      thumbLabel={name}
      thumbValueText={(index) => text(values[index] ?? value)}
      min={0}
      max={values.length - 1}
      step={1}
      size={4}
      thumbSize={24}
      label={null}
      value={values.indexOf(value)}
      onChange={(index) => {
        // The library calls this for every movement of the pointer, even within a step.
        if (values[index] !== undefined && values[index] !== value) onChange(values[index])
      }}
    />
  )
}
