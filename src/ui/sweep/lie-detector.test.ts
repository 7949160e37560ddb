import { expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '@/core/example-record'
import { lieDetector } from './lie-detector'

const record = (heldoutMemorizedBits: number, learnable = false) =>
  exampleRecord(exampleTrial(learnable ? { source: { id: 'markov', concentration: 0.3 } } : {}), {
    heldoutMemorizedBits,
  })

it('finds held-out strings that came out too cheap', () => {
  const honest = [record(-100), record(-200)]
  expect(lieDetector(honest)).toEqual({ runs: 2, min: -200, max: -100, positive: 0, learnable: false })
  expect(lieDetector([...honest, record(5)])?.positive).toBe(1)
  expect(lieDetector([])).toBeUndefined()
})

it('allows a model that knows the source what chance allows', () => {
  expect(lieDetector([record(-300, true), record(5, true)])).toMatchObject({ positive: 0, learnable: true })
  expect(lieDetector([record(-300, true), record(25, true)])?.positive).toBe(1)
})
