/** Which model is looked into, by what sets it apart from the others. */
import { NativeSelect } from '@mantine/core'
import { useStore } from 'zustand'
import { printSource } from '@/core/data/sources'
import { families } from '@/core/model/families'
import type { Trial } from '@/core/sweep/trial'
import { countText, plural } from '@/core/text/number'
import type { MicroscopeStore } from '@/state/microscope-store'

/** What may set trials apart, in words. */
const TRAITS: readonly ((trial: Trial) => string)[] = [
  ({ family }) => families.get(family)?.label ?? family,
  ({ params, shape }) =>
    `${plural(params, 'parameter')} (width ${shape.width}, ${plural(shape.layers, 'layer')})`,
  ({ shape }) => `${countText(shape.vocab)} symbols`,
  ({ shape }) => `strings of ${countText(shape.seqLen)}`,
  ({ source }) => printSource(source),
  ({ datasetSize }) => plural(datasetSize, 'string'),
  ({ steps }) => plural(steps, 'step'),
  ({ batch, datasetSize }) => (batch < datasetSize ? `batches of ${countText(batch)}` : 'full batches'),
  ({ learningRate }) => `rate ${learningRate}`,
  ({ settings }) =>
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  ({ seed }) => `seed ${seed}`,
]

/** @returns a name for each trial: all that differs between any two, and the size of the data in any case. */
export function trialNames(trials: readonly Trial[]): string[] {
  const rows = TRAITS.map((trait) => trials.map(trait))
  const telling = rows.filter((row, i) => i === 5 || new Set(row).size > 1)
  return trials.map((_, i) => {
    const parts = telling.map((row) => row[i]!).filter((part) => part !== '')
    return parts.join(' · ')
  })
}

interface ModelChoiceProps {
  readonly store: MicroscopeStore
  readonly trials: readonly Trial[]
}

export function ModelChoice({ store, trials }: ModelChoiceProps) {
  const trial = useStore(store, (s) => s.trial)
  if (trials.length < 2) return null
  const names = trialNames(trials)
  return (
    <NativeSelect
      label="The model that learned"
      value={trial.key}
      data={trials.map(({ key }, i) => ({ value: key, label: names[i]! }))}
      onChange={({ currentTarget }) => {
        const chosen = trials.find(({ key }) => key === currentTarget.value)
        if (chosen) void store.getState().open(chosen)
      }}
    />
  )
}
