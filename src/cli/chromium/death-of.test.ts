import { expect, it } from 'vitest'
import { deathOf } from './death-of'

const log = (...lines: readonly string[]) =>
  ['browserType.launch: Target page, context or browser has been closed', 'Browser logs:', ...lines].join(
    '\n',
  )

it('is what the browser said, else how it ended, else how the log begins', () => {
  const missing = 'chromium: error while loading shared libraries: libnss3.so'
  const exit = '[pid=11] <process did exit: exitCode=127, signal=null>'
  expect(deathOf(log('<launched> pid=11', `[pid=11][err] ${missing}`, '[pid=11][err] more', exit))).toBe(
    missing,
  )
  expect(deathOf(log('<launched> pid=11', exit))).toBe('exitCode=127, signal=null')
  expect(deathOf(log())).toBe('browserType.launch: Target page, context or browser has been closed')
  expect(deathOf(`spawn ${'x'.repeat(1000)}\u001b[2m ENOENT.`)).toHaveLength(201)
})
