import { expect, it } from 'vitest'
import type { LabEvent } from '../protocol'
import { coalesceEvents } from './coalesce'

const failedTrial = (trialKey: string): LabEvent => ({ type: 'trial-failed', trialKey, message: '' })
const progress = (step: number): LabEvent => ({
  type: 'progress',
  progress: {
    population: 1,
    populations: 1,
    step,
    steps: 9,
    trialsFinished: 0,
    trialsTotal: 1,
    workDone: 0,
    stepsPerSecond: 1,
    tokensPerSecond: 1,
    remainingSeconds: 1,
    elapsedMs: 1,
  },
  members: [],
})

function coalescer() {
  const frames: (() => void)[] = []
  const batches: (readonly LabEvent[])[] = []
  const events = coalesceEvents(
    (batch) => batches.push(batch),
    (flush) => frames.push(flush),
  )
  return { ...events, frames, batches }
}

it('delivers a frame together: the last progress, and everything else', () => {
  const { push, frames, batches } = coalescer()
  for (const event of [progress(1), failedTrial('a'), progress(2), failedTrial('b'), progress(3)]) push(event)
  expect(frames).toHaveLength(1)
  expect(batches).toEqual([])
  frames[0]?.()
  expect(batches).toEqual([[failedTrial('a'), failedTrial('b'), progress(3)]])
  push(progress(4))
  expect(frames).toHaveLength(2)
})

it('flushes at once, and then leaves nothing for the frame', () => {
  const { push, flush, frames, batches } = coalescer()
  push(failedTrial('a'))
  flush()
  expect(batches).toEqual([[failedTrial('a')]])
  frames[0]?.()
  expect(batches).toHaveLength(1)
})
