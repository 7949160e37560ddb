/** The presets, each with the time that it takes here; one that was changed can be set back. */
import { type RefObject, useId } from 'react'
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

interface ChangedNoteProps {
  readonly disabled: boolean
  /** Gets the focus when the way back has been taken: its button is gone then. */
  readonly focusWhenGone: RefObject<HTMLElement | null>
}

/** Says that the settings are no longer the preset's, and leads back to it. */
export function ChangedNote({ disabled, focusWhenGone }: ChangedNoteProps) {
  const { config } = useLab()
  const { preset, change } = usePreset()
  if (!preset || change === 'none') return undefined
  const isDrawnAnew = change === 'seeds'
  const reset = () => {
    config.getState().setOwnText(undefined)
    focusWhenGone.current?.focus()
  }
  return (
    <p className="run-hint">
      <strong>{isDrawnAnew ? 'New strings.' : 'Changed.'}</strong>{' '}
      <button type="button" className="link-button" disabled={disabled} onClick={reset}>
        {isDrawnAnew ? `Back to those of ${preset.label}` : `Reset to ${preset.label}`}
      </button>
    </p>
  )
}
