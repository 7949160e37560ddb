/** The backend that trains: its device, what that means, why no faster one is used, and the choice of another. */
import { NativeSelect, Switch } from '@mantine/core'
import { useStore } from 'zustand'
import { BACKEND_CHOICES, BACKENDS, type BackendChoice } from '@/core/backends'
import { DEVICE_HASH } from '@/core/benchmark/device-hash'
import { deviceText } from '@/core/text/device-text'
import type { DeviceStatus } from '@/state/device-store'
import { isActive } from '@/state/run-status'
import { useLab } from '../lab-context'
import { BACKEND_MEANING, SOFTWARE_MEANING, TUNE_LABEL, TUNE_MEANING, WHY_NO_FASTER } from '../texts'

type ReadyBackend = Extract<DeviceStatus, { kind: 'ready' }>['report']['backend']
type NamedBackend = Pick<ReadyBackend, 'name' | 'device'>

/** The id too where it is no more than the name of a file format or a part. */
function choiceLabel(choice: BackendChoice): string {
  if (choice === 'auto') return 'Automatic: the fastest that works'
  const { label, isProcessor } = BACKENDS[choice]
  return isProcessor ? `${label} (${choice})` : label
}

const CHOICES = BACKEND_CHOICES.map((value) => ({ value, label: choiceLabel(value) }))

const ownDevice = ({ name, device }: NamedBackend): string =>
  BACKENDS[name].isProcessor ? deviceText({ backend: name, device }, 'this machine’s') : device

export function BackendDetails() {
  const { device, run } = useLab()
  const status = useStore(device, (s) => s.status)
  const choice = useStore(device, (s) => s.choice)
  const tune = useStore(device, (s) => s.tune)
  const idle = useStore(run, (s) => !isActive(s.status))
  return (
    <>
      {status.kind === 'probing' && (
        <p>Training a small model for a moment, to see how fast this device is.</p>
      )}
      {status.kind === 'failed' && <p className="alarm">{status.message}</p>}
      {status.kind === 'ready' && <ReadyDetails status={status} />}
      <NativeSelect
        label="Use backend"
        description={
          idle ? 'The choice is kept in this browser.' : 'Can be changed when the sweep has ended.'
        }
        value={choice}
        disabled={!idle}
        data={[...CHOICES]}
        onChange={(event) => {
          const chosen = CHOICES.find(({ value }) => value === event.currentTarget.value)
          if (chosen) void device.getState().choose(chosen.value)
        }}
      />
      {status.kind === 'ready' && isTunable(status.report.backend) && (
        <Switch
          label={TUNE_LABEL}
          description={TUNE_MEANING}
          checked={tune}
          disabled={!idle}
          onChange={(event) => device.getState().setTune(event.currentTarget.checked)}
        />
      )}
      <p>
        <a href={DEVICE_HASH}>How fast is this machine?</a>
      </p>
    </>
  )
}

const isTunable = ({ name, software, fused }: ReadyBackend): boolean =>
  name === 'webgpu' && fused && !software

function ReadyDetails({ status }: { status: Extract<DeviceStatus, { kind: 'ready' }> }) {
  const { backend } = status.report
  const { name, software, notice, skipped } = backend
  return (
    <>
      <p>
        <strong>{name}</strong> on {ownDevice(backend)}
      </p>
      <p>{BACKEND_MEANING[name]}</p>
      {software && <p>{SOFTWARE_MEANING}</p>}
      {notice && <p>{notice}</p>}
      {skipped.length > 0 && (
        <>
          <p>{WHY_NO_FASTER}</p>
          <ul>
            {skipped.map((other) => (
              <li key={other.name}>
                <strong>{other.name}</strong>: {other.reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
