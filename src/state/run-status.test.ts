import { expect, it } from 'vitest'
import { canStop, isActive, type RunStatus } from './run-status'

const finished = { kind: 'finished', elapsedMs: 1 } as const
const failed = { kind: 'failed', failure: { kind: 'internal', message: 'why' } } as const

/** All there are: a new one is missing here until it is decided. */
const EXPECTED: {
  readonly [K in RunStatus['kind']]: readonly [RunStatus, active: boolean, stoppable: boolean]
} = {
  idle: [{ kind: 'idle' }, false, false],
  opening: [{ kind: 'opening' }, true, true],
  running: [{ kind: 'running' }, true, true],
  paused: [{ kind: 'paused' }, true, true],
  stopping: [{ kind: 'stopping' }, true, false],
  saving: [{ kind: 'saving', ending: finished }, true, false],
  finished: [finished, false, false],
  stopped: [{ kind: 'stopped' }, false, false],
  failed: [failed, false, false],
}

it.each(Object.values(EXPECTED))('knows what $kind allows', (status, active, stoppable) => {
  expect(isActive(status)).toBe(active)
  expect(canStop(status)).toBe(stoppable)
})
