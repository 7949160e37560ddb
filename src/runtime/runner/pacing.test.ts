/** Between two pieces of work: what a click can do there. */
import { describe, expect, it } from 'vitest'
import { createPacer, StoppedError } from './pacing'
import { createRunControl } from './run-control'

function setUp() {
  let ms = 0
  const control = createRunControl()
  const host = { wasmPaths: '', now: () => ms, date: () => new Date(0) }
  return {
    control,
    pacer: createPacer(host, control),
    pass(by: number) {
      ms += by
    },
  }
}

const never = new Promise<number>(() => undefined)

describe('a pacer', () => {
  it('sees a stop however recently it let messages in', async () => {
    const { control, pacer } = setUp()
    await pacer.yieldToEvents()
    control.stop()
    await expect(pacer.yieldToEvents()).rejects.toThrow(StoppedError)
  })

  it('lets a message in after a frame of work, and it acts before more work is begun', async () => {
    const { control, pacer, pass } = setUp()
    // As from the page: it has arrived, and waits for this thread to be free.
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      control.stop()
    }
    port2.postMessage(undefined)
    await pacer.yieldToEvents()
    pass(16)
    await expect(pacer.yieldToEvents()).rejects.toThrow(StoppedError)
  })

  it('waits while paused, and the wait is no part of any speed', async () => {
    const { control, pacer, pass } = setUp()
    control.pause()
    let over = false
    const breath = pacer.yieldToEvents().then(() => {
      over = true
    })
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(over).toBe(false)
    pass(5000)
    control.resume()
    await breath
    expect(over).toBe(true)
  })

  it('ends a pause by a stop', async () => {
    const { control, pacer } = setUp()
    control.pause()
    const breath = pacer.yieldToEvents()
    control.stop()
    await expect(breath).rejects.toThrow(StoppedError)
  })
})

describe('waiting for a result', () => {
  it('ends at once with a stop, and else with the result', async () => {
    const { control, pacer } = setUp()
    expect(await pacer.raceStop(Promise.resolve(7))).toBe(7)
    await expect(pacer.raceStop(Promise.reject(new Error('own')))).rejects.toThrow('own')
    const waiting = pacer.raceStop(never)
    control.stop()
    await expect(waiting).rejects.toThrow(StoppedError)
    await expect(pacer.raceStop(never)).rejects.toThrow(StoppedError)
  })
})
