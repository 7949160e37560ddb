import { describe, expect, it } from 'vitest'
import { exampleTrial } from '../testing/example-record'
import { tooLargeText } from '../text/too-large-text'
import { trainingBytes } from './estimate'
import { tooLarge } from './too-large'

const HOUR = 3600
const trials = [8, 256, 64].map((datasetSize) => exampleTrial({ datasetSize }))
const device = { ragged: true, maxBytes: 2 ** 30 }
const largestBytes = trainingBytes([trials[1]!], true)

describe('a sweep', () => {
  it('may be started where its largest trial fits and it ends within two days', () => {
    expect(tooLarge(trials, device, 60)).toBeUndefined()
    expect(tooLarge(trials, { ...device, maxBytes: largestBytes }, 48 * HOUR)).toBeUndefined()
    expect(tooLarge([], device, 0)).toBeUndefined()
  })

  it('is too large in memory by the trial that needs the most', () => {
    const maxBytes = largestBytes - 1
    expect(tooLarge(trials, { ...device, maxBytes }, 60)).toEqual({
      limit: 'memory',
      trial: trials[1],
      bytes: largestBytes,
      maxBytes,
    })
  })

  it('is too large in time beyond 48 hours, and not by a time that was not measured', () => {
    expect(tooLarge(trials, device, 49 * HOUR)).toEqual({ limit: 'time', hours: 49, maxHours: 48 })
    expect(tooLarge(trials, device, undefined)).toBeUndefined()
  })
})

it('says which limit, with both numbers', () => {
  const memory = { limit: 'memory', trial: trials[1]!, bytes: 4e9, maxBytes: 1.5e9 } as const
  expect(tooLargeText(memory)).toBe(
    'Training a model of 1,216 parameters with 256 strings per step needs 4.00 GB of memory, and this device offers 1.50 GB. Choose a smaller batch or model.',
  )
  expect(tooLargeText({ limit: 'time', hours: 1295.4, maxHours: 48 })).toContain(
    'about 1,295 hours on this device; at most 48 are started',
  )
})
