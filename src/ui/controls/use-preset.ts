/** The preset that was chosen, and whether the settings are still its own. */
import { useStore } from 'zustand'
import type { Preset } from '@/core/sweep/experiment'
import { printFieldValue } from '@/core/sweep/fields'
import { useLab } from '../lab-context'

export function usePreset(): { readonly preset: Preset | undefined; readonly isChanged: boolean } {
  const { config } = useLab()
  const preset = useStore(config, (s) => s.experiment.presets.find(({ id }) => id === s.presetId))
  const isChanged = useStore(config, ({ experiment: { fields }, values }) =>
    Object.entries(fields).some(
      ([name, field]) =>
        printFieldValue(field, values[name] ?? '') !== printFieldValue(field, preset?.config[name] ?? ''),
    ),
  )
  return { preset, isChanged }
}
