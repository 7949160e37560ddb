/** Which backend the visitor wants, and what the device that was opened can do. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { BACKEND_CHOICES, type BackendChoice } from '@/core/backends'
import type { LabConnection } from '@/runtime/client/connect-lab'
import type { DeviceReport } from '@/runtime/protocol'
import type { Preferences } from './browser'

export type DeviceStatus =
  /** The device is opened and measured; `compiling` counts the kernels that are compiled for that. */
  | { readonly kind: 'probing'; readonly compiling?: { readonly done: number; readonly of: number } }
  | { readonly kind: 'ready'; readonly report: DeviceReport }
  | { readonly kind: 'failed'; readonly message: string }

export interface DeviceState {
  readonly choice: BackendChoice
  readonly status: DeviceStatus
  /** Whether a GPU may look for what is fastest on it. */
  readonly tune: boolean
  setTune(tune: boolean): void
  choose(choice: BackendChoice): Promise<void>
  /** Opens and measures the chosen backend, after the end of a sweep that is running. */
  probe(): Promise<void>
  /** The same, unless somebody has asked before. */
  probeOnce(): Promise<void>
}

export type DeviceStore = StoreApi<DeviceState>

interface DeviceServices {
  readonly lab: Pick<LabConnection, 'probe'>
  readonly preferences: Preferences
}

export function createDeviceStore({ lab, preferences }: DeviceServices): DeviceStore {
  let wasProbed = false
  return createStore<DeviceState>()((set, get) => ({
    choice: readChoice(preferences),
    status: { kind: 'probing' },
    tune: preferences.read('tune') !== 'off',
    setTune(tune) {
      preferences.write('tune', tune ? 'on' : 'off')
      set({ tune })
    },
    async choose(choice) {
      preferences.write('backend', choice)
      set({ choice })
      await get().probe()
    },
    async probeOnce() {
      if (!wasProbed) await get().probe()
    },
    async probe() {
      wasProbed = true
      const { choice } = get()
      set({ status: { kind: 'probing' } })
      const onCompiled = (done: number, of: number) => {
        const { choice: chosen, status } = get()
        if (chosen === choice && status.kind === 'probing')
          set({ status: { kind: 'probing', compiling: { done, of } } })
      }
      const status = await lab.probe(choice, onCompiled).then(
        (report): DeviceStatus => ({ kind: 'ready', report }),
        (error: unknown): DeviceStatus => ({
          kind: 'failed',
          message: error instanceof Error ? error.message : String(error),
        }),
      )
      // The visitor may have chosen another backend meanwhile: that one's probe will answer.
      if (get().choice === choice) set({ status })
    },
  }))
}

const readChoice = (preferences: Preferences): BackendChoice => {
  const stored = preferences.read('backend')
  return BACKEND_CHOICES.find((choice) => choice === stored) ?? 'auto'
}

export const deviceReport = (state: DeviceState): DeviceReport | undefined =>
  state.status.kind === 'ready' ? state.status.report : undefined
