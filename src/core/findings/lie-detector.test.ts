import { expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { lieDetector, lieExplanation, sanityText } from './lie-detector'

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
    own: false,
  })
  expect(lieDetector([...honest, record(5)])?.positive).toBe(1)
  expect(lieDetector([])).toBeUndefined()
})

it('says in one line that nothing was found, in how many runs', () => {
  const text = (records: Parameters<typeof lieDetector>[0]) => sanityText(lieDetector(records))
  expect(text([])).toContain('Every run is checked')
  expect(text([record(-100), record(0)])).toBe(
    'On strings it never saw, no model scored above zero (2 of 2).',
  )
  expect(text([record(5, true)])).toBe(
    'On strings it never saw, no model beat the source that drew them by more than chance (1 of 1).',
  )
  expect(text([record(-5, true)])).toBe(
    'On strings it never saw, no model beat the source that drew them (1 of 1).',
  )
})

it('allows a model that knows the source what chance allows', () => {
  expect(lieDetector([record(-300, true), record(5, true)])).toMatchObject({ positive: 0, learnable: true })
  expect(lieDetector([record(-300, true), record(25, true)])?.positive).toBe(1)
})

it('raises no alarm over natural text, whose source nobody knows', () => {
  const text = exampleRecord(exampleTrial({ source: { id: 'text' } }), { heldoutMemorizedBits: 438 })
  const result = lieDetector([text])!
  expect(result).toMatchObject({ positive: 0, referenced: true })
  expect(sanityText(result)).toContain('language, not memory')
  expect(lieExplanation(result)).toContain('knows the language better than its reference would show here')
  // A leak beside it is one all the same.
  const leaking = lieDetector([text, record(5)])!
  expect(sanityText(leaking)).toMatch(/^1 of 2 models scored above zero .+ do not trust this sweep\.$/)
  expect(lieExplanation(leaking)).toContain('do not trust this sweep')
})

it('takes bits on held-back strings of a text for language', () => {
  const source = { id: 'own', cut: 'lines', count: 20, hash: 'f779e5157a3dfaf4' } as const
  const result = lieDetector([exampleRecord(exampleTrial({ source }), { heldoutMemorizedBits: 438 })])!
  expect(result).toMatchObject({ positive: 0, own: true })
  expect(sanityText(result)).toContain(
    'it never saw, a model may score above zero: that is language, not memory',
  )
  expect(lieExplanation(result)).toContain('were held back')
})
