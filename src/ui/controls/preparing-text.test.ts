import { expect, it } from 'vitest'
import { preparingText } from './preparing-text'

it('says which model trains before the others, and how far it is', () => {
  expect(preparingText({ what: 'the reference model', step: 1200, steps: 6000 })).toBe(
    'Training the reference model first: step 1,200 of 6,000.',
  )
})
