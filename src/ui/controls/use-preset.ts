/** The preset that was chosen, and whether the settings are still its own. */
import { useStore } from 'zustand'
import type { Preset } from '@/core/sweep/experiment'
import { printFieldValue } from '@/core/sweep/fields'
import type { ConfigState } from '@/state/config-store'
import { useLab } from '../lab-context'

/** What differs from the preset: other seeds, as many of them, are what another run of it draws. */
type Change = 'none' | 'seeds' | 'settings'

export function usePreset(): { readonly preset: Preset | undefined; readonly change: Change } {
  const { config } = useLab()
  const preset = useStore(config, (s) => s.experiment.presets.find(({ id }) => id === s.presetId))
  const change = useStore(config, (s) => changeOf(s, preset?.config ?? {}))
  return { preset, change }
}

function changeOf({ experiment: { fields }, values }: ConfigState, own: Preset['config']): Change {
  const changed = Object.entries(fields).filter(
    ([name, field]) => printFieldValue(field, values[name] ?? '') !== printFieldValue(field, own[name] ?? ''),
  )
  if (changed.length === 0) return 'none'
  const { seeds } = values
  const isDrawnAnew =
    changed.every(([name]) => name === 'seeds') &&
    Array.isArray(seeds) &&
    Array.isArray(own.seeds) &&
    seeds.length === own.seeds.length
  return isDrawnAnew ? 'seeds' : 'settings'
}
