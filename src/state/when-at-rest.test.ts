import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { whenAtRest } from './when-at-rest'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('does its task once, some time after it was told, and not while the page is busy', () => {
  let busy = true
  const task = vi.fn()
  const tell = whenAtRest(() => busy, task)
  vi.advanceTimersByTime(60_000)
  busy = false
  vi.advanceTimersByTime(60_000)
  expect(task, 'before it was told').not.toHaveBeenCalled()
  busy = true
  tell()
  tell()
  vi.advanceTimersByTime(60_000)
  expect(task, 'while busy').not.toHaveBeenCalled()
  busy = false
  vi.advanceTimersByTime(60_000)
  tell()
  vi.advanceTimersByTime(60_000)
  expect(task).toHaveBeenCalledOnce()
})
