import { expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { lieDetector, lieExplanation, lieVerdict } from './lie-detector'

const record = (heldoutMemorizedBits: number, learnable = false) =>
  exampleRecord(exampleTrial(learnable ? { source: { id: 'markov', concentration: 0.3 } } : {}), {
    heldoutMemorizedBits,
  })

it('finds held-out strings that came out too cheap', () => {
  const honest = [record(-100), record(-200)]
  expect(lieDetector(honest)).toEqual({
    runs: 2,
    min: -200,
    max: -100,
    positive: 0,
    learnable: false,
    referenced: false,
  })
  expect(lieDetector([...honest, record(5)])?.positive).toBe(1)
  expect(lieDetector([])).toBeUndefined()
})

it('allows a model that knows the source what chance allows', () => {
  expect(lieDetector([record(-300, true), record(5, true)])).toMatchObject({ positive: 0, learnable: true })
  expect(lieDetector([record(-300, true), record(25, true)])?.positive).toBe(1)
})

it('raises no alarm over natural text, whose source nobody knows', () => {
  const text = exampleRecord(exampleTrial({ source: { id: 'text' } }), { heldoutMemorizedBits: 438 })
  const result = lieDetector([text])!
  expect(result).toMatchObject({ positive: 0, referenced: true })
  expect(lieVerdict(result)).toBe('more than its reference knows.')
  expect(lieExplanation(result)).toContain('knows the language better than its reference would show here')
  // A leak beside it is one all the same.
  const leaking = lieDetector([text, record(5)])!
  expect(lieVerdict(leaking)).toBe('1 positive!')
  expect(lieExplanation(leaking)).toContain('do not trust this sweep')
})
