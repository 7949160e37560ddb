/** What component tests render: an element as the page would show it, over the stores of a fake lab. */
import { MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import type { LabStores } from '@/state/lab-stores'
import type { RunStatus } from '@/state/run-status'
import { LabContext } from '../lab-context'

export const inLab = (lab: LabStores, element: ReactNode): ReactNode => (
  <MantineProvider env="test">
    <LabContext value={lab}>{element}</LabContext>
  </MantineProvider>
)

const finished = { kind: 'finished', elapsedMs: 65_000 } as const

/** One of each kind: a new kind is missing here until the tests say what it allows. */
const STATUSES: { readonly [K in RunStatus['kind']]: RunStatus & { readonly kind: K } } = {
  idle: { kind: 'idle' },
  opening: { kind: 'opening' },
  running: { kind: 'running' },
  paused: { kind: 'paused' },
  stopping: { kind: 'stopping' },
  saving: { kind: 'saving', ending: finished },
  finished,
  stopped: { kind: 'stopped' },
  failed: { kind: 'failed', failure: { kind: 'device-lost', message: 'the GPU was reset' } },
}

export const EVERY_STATUS: readonly RunStatus[] = Object.values(STATUSES)
