/** The presets, each with the time that it takes here; one that was changed can be set back. */
import { useId } from 'react'
import { useStore } from 'zustand'
import { roughDurationText } from '@/core/text/number'
import { useLab } from '../lab-context'
import { usePreset } from './use-preset'
import { usePresetTimes } from './use-preset-times'

export function PresetPicker({ disabled }: { disabled: boolean }) {
  const { config } = useLab()
  const { presets } = useStore(config, (s) => s.experiment)
  const presetId = useStore(config, (s) => s.presetId)
  const times = usePresetTimes()
  const group = useId()
  return (
    <div className="preset-picker" role="radiogroup" data-disabled={disabled} aria-label="Preset">
      {presets.map(({ id, label }) => {
        const seconds = times.get(id)
        return (
          <label key={id} className="preset" data-chosen={id === presetId}>
            <input
              type="radio"
              className="visually-hidden"
              name={group}
              disabled={disabled}
              checked={id === presetId}
              aria-label={label}
              aria-describedby={`${group}-${id}`}
              onChange={() => config.getState().choosePreset(id)}
            />
            <strong>{label}</strong>
            <span id={`${group}-${id}`}>
              {seconds === undefined ? '\u00a0' : `${roughDurationText(seconds)} here`}
            </span>
          </label>
        )
      })}
    </div>
  )
}

/** Says that the settings are no longer the preset's, and leads back to it. */
export function ChangedNote({ disabled }: { disabled: boolean }) {
  const { config } = useLab()
  const { preset, isChanged } = usePreset()
  if (!preset || !isChanged) return undefined
  return (
    <p className="run-hint">
      <strong>Changed.</strong>{' '}
      <button
        type="button"
        className="link-button"
        disabled={disabled}
        onClick={() => config.getState().setOwnText(undefined)}
      >
        {`Reset to ${preset.label}`}
      </button>
    </p>
  )
}
