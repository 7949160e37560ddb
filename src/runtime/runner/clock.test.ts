import { expect, it } from 'vitest'
import { createRunClock } from './clock'
import { createRunControl } from './run-control'

function start() {
  const host = { ms: 1000, now: () => host.ms }
  const control = createRunControl()
  return { host, control, clock: createRunClock(host, control) }
}

it('leaves pauses out', () => {
  const { host, control, clock } = start()
  host.ms += 10
  control.pause()
  host.ms += 500
  expect(clock.now()).toBe(10)
  control.resume()
  host.ms += 5
  expect(clock.now()).toBe(15)
})

it('never goes back, whatever the host’s clock does', () => {
  const { host, clock } = start()
  host.ms += 10
  expect(clock.now()).toBe(10)
  host.ms -= 3_600_000
  expect(clock.now()).toBe(10)
  host.ms += 7
  expect(clock.now()).toBe(17)
})

it('takes no notice of pauses once it is disposed', () => {
  const { host, control, clock } = start()
  clock.dispose()
  control.pause()
  host.ms += 5
  expect(clock.now()).toBe(5)
})
