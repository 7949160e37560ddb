import { SegmentedControl } from '@mantine/core'
import { useStore } from 'zustand'
import { printFieldValue } from '@/core/sweep/fields'
import { useLab } from '../lab-context'

export function PresetPicker({ disabled }: { disabled: boolean }) {
  const { config } = useLab()
  const experiment = useStore(config, (s) => s.experiment)
  const presetId = useStore(config, (s) => s.presetId)
  const changed = useStore(config, ({ experiment: { fields, presets }, values, presetId: id }) => {
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
        onChange={(id) => config.getState().choosePreset(id)}
        data={experiment.presets.map(({ id, label }) => ({ value: id, label }))}
      />
      <p id="preset-note" className="fine-print">
        <span>{`${preset?.note}.`}</span> <span className="key-hint">Space starts and pauses.</span>
        {changed && (
          <>
            {' '}
            <strong>Changed.</strong>{' '}
            <button
              type="button"
              className="link-button"
              disabled={disabled}
              onClick={() => config.getState().choosePreset(presetId)}
            >
              {`Reset to ${preset?.label}`}
            </button>
          </>
        )}
      </p>
    </div>
  )
}
