import { expect, it, vi } from 'vitest'
import { raceAbort } from './race-abort'

const never = new Promise<number>(() => undefined)

it('is the result, or its error, where that comes first', async () => {
  const { signal } = new AbortController()
  expect(await raceAbort(Promise.resolve(3), signal)).toBe(3)
  await expect(raceAbort(Promise.reject(new Error('own')), signal)).rejects.toThrow('own')
})

it('is the reason at once where the signal comes first, or came before', async () => {
  const abort = new AbortController()
  const waiting = [raceAbort(never, abort.signal), raceAbort(never, abort.signal)]
  abort.abort(new Error('lost'))
  for (const result of waiting) await expect(result).rejects.toThrow('lost')
  await expect(raceAbort(never, abort.signal)).rejects.toThrow('lost')
  await expect(raceAbort(Promise.reject(new Error('late')), abort.signal)).rejects.toThrow('lost')
})

it('leaves nothing attached to the signal', async () => {
  const { signal } = new AbortController()
  const added = vi.spyOn(signal, 'addEventListener')
  const removed = vi.spyOn(signal, 'removeEventListener')
  await raceAbort(Promise.resolve(), signal)
  await raceAbort(Promise.reject(new Error('own')), signal).catch(() => undefined)
  expect(added.mock.calls).toHaveLength(2)
  expect(removed.mock.calls).toEqual(added.mock.calls)
})
