import { SegmentedControl } from '@mantine/core'
import { useStore } from 'zustand'
import { printFieldValue } from '@/core/sweep/fields'
import { configStore } from '@/state/services'

export function PresetPicker({ disabled }: { disabled: boolean }) {
  const experiment = useStore(configStore, (s) => s.experiment)
  const presetId = useStore(configStore, (s) => s.presetId)
  const changed = useStore(configStore, ({ experiment: { fields, presets }, values, presetId: id }) => {
    const preset = presets.find((p) => p.id === id)
    return Object.entries(fields).some(
      ([name, field]) =>
        printFieldValue(field, values[name] ?? '') !== printFieldValue(field, preset?.config[name] ?? ''),
    )
  })
  const preset = experiment.presets.find((p) => p.id === presetId)
  return (
    <div className="preset-picker">
      <SegmentedControl
        aria-label="Preset"
        aria-describedby="preset-note"
        disabled={disabled}
        value={presetId}
        onChange={(id) => configStore.getState().choosePreset(id)}
        data={experiment.presets.map(({ id, label }) => ({ value: id, label }))}
      />
      <p id="preset-note" className="fine-print">
        {preset?.note}. <span className="key-hint">Space starts and pauses.</span>
        {changed && (
          <>
            {' '}
            <strong>Changed.</strong>{' '}
            <button
              type="button"
              className="link-button"
              disabled={disabled}
              onClick={() => configStore.getState().choosePreset(presetId)}
            >
              Reset to {preset?.label}
            </button>
          </>
        )}
      </p>
    </div>
  )
}
