/** A link over a channel, at whose other end the test plays the thread. */
import { expose } from 'comlink'
import { afterEach, expect, it } from 'vitest'
import { openLink } from './link'
import type { LabEvent, LabWorkerApi, RunRequest } from './protocol'

const REQUEST: RunRequest = { trials: [], backend: 'wasm' }
const planned: LabEvent = { type: 'planned', trials: 1, populations: 1, flop: 1 }
const finished: LabEvent = { type: 'finished', elapsedMs: 7 }
const never = new Promise<never>(() => undefined)

/** Until messages between ports have been delivered and answered: each takes a turn of the event loop, not a time. */
async function delivered(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

const open: MessagePort[] = []
afterEach(() => {
  for (const port of open.splice(0)) port.close()
})

function fakeThread(api: Partial<LabWorkerApi>) {
  const { port1, port2 } = new MessageChannel()
  open.push(port1, port2)
  expose(api, port2)
  const thread = { terminated: false, crash: (_reason: string): void => undefined }
  const link = openLink({
    endpoint: port1,
    terminate: () => {
      thread.terminated = true
    },
    onLost: (listener) => {
      thread.crash = listener
    },
  })
  const events: LabEvent[] = []
  return {
    link,
    thread,
    events,
    run: async () => {
      events.push(await link.run(REQUEST, (event) => void events.push(event)))
    },
  }
}

it('ends with the closing event, although the call returns on another port, and can run again', async () => {
  const { run, events } = fakeThread({
    run: async (_, onEvent) => {
      onEvent(planned)
      void delivered().then(() => onEvent(finished))
    },
  })
  await run()
  await run()
  expect(events).toEqual([planned, finished, planned, finished])
})

it('passes pause, resume and stop on', async () => {
  const calls: string[] = []
  const { link } = fakeThread({
    pause: () => void calls.push('pause'),
    resume: () => void calls.push('resume'),
    stop: () => void calls.push('stop'),
  })
  link.pause()
  link.resume()
  link.stop()
  await delivered()
  expect(calls).toEqual(['pause', 'resume', 'stop'])
})

it('is lost when its worker crashes, and says nothing after that', async () => {
  let say: (event: LabEvent) => void = () => undefined
  const { run, thread, events } = fakeThread({
    run: (_, onEvent) => {
      say = onEvent
      return never
    },
  })
  const ended = run()
  await delivered()
  thread.crash('out of stack')
  await ended
  say(planned)
  await delivered()
  expect(events).toEqual([
    { type: 'failed', failure: { kind: 'device-lost', message: expect.stringContaining('out of stack') } },
  ])
})

it('turns an exception in the worker into a failed event', async () => {
  const { run, events } = fakeThread({ run: () => Promise.reject(new Error('bug')) })
  await run()
  expect(events).toEqual([{ type: 'failed', failure: { kind: 'internal', message: 'bug' } }])
})

it('ends thread and run when it is closed', async () => {
  const { run, link, thread, events } = fakeThread({ run: () => never })
  const ended = run()
  await delivered()
  link.close()
  await ended
  expect(thread.terminated).toBe(true)
  expect(events).toEqual([{ type: 'stopped' }])
})
