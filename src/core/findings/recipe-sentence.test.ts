import { expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { recipeSentence } from './recipe-sentence'

it('names steps, recipe and seeds', () => {
  const run = (trial: Parameters<typeof exampleTrial>[0]) => exampleRecord(exampleTrial(trial))
  expect(recipeSentence([run({ datasetSize: 64 }), run({ datasetSize: 128, seed: 2 })])).toBe(
    '300 steps of AdamW in float32, peak learning rate 0.8/d, every string in every step, seeds 0, 2.',
  )
  const batches = (batch: number) => recipeSentence([{ ...run({ datasetSize: 64 }), batch }])
  expect(batches(16)).toContain(', batches of at most 16 strings,')
  expect(batches(1)).toContain(', one string in every step,')
})

it('says float32 only of runs that all trained in it', () => {
  const plain = exampleRecord(exampleTrial())
  const stored = exampleRecord(exampleTrial({ settings: { precision: 'bfloat16-stored' } }))
  expect(recipeSentence([plain])).toContain('AdamW in float32, peak')
  expect(recipeSentence([plain, stored])).toContain('AdamW, peak')
})

it('says what runs trained with unlike the recipe', () => {
  const run = (settings: Record<string, number | string>) => exampleRecord(exampleTrial({ settings }))
  const repeated = run({ schedule: 'constant', beta1: 0.9, initStd: 0.02 })
  expect(recipeSentence([repeated])).toBe(
    '300 steps of AdamW in float32, peak learning rate 0.8/d, constant, β₁ 0.9, initial weights of deviation 0.02, every string in every step, seed 0.',
  )
  expect(recipeSentence([run({}), run({ weightDecay: 0.5 })])).toContain(
    '0.8/d, weight decay 0.01, 0.5, every',
  )
  expect(recipeSentence([run({}), repeated])).toContain('constant in some, β₁ 0.8, 0.9, initial weights')
  // What only its own procedure reads is none of the recipe.
  expect(recipeSentence([run({ knob: 'oneHead' })])).toBe(recipeSentence([run({})]))
})
