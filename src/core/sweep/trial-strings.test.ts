import { expect, it } from 'vitest'
import { heldOutStrings, trainingStrings } from '../data/dataset'
import { exampleTrial } from '../testing/example-record'
import { drawnStrings } from './trial-strings'

it('draws a trial’s strings from its source and seed, and as many others as are asked for', () => {
  const trial = exampleTrial({ source: { id: 'markov', concentration: 0.3 }, datasetSize: 20, seed: 7 })
  const request = { source: trial.source, vocab: 16, seqLen: 8, seed: 7 }
  const training = trainingStrings({ ...request, count: 20 })
  expect(drawnStrings(trial).training).toEqual(training)
  expect(drawnStrings(trial).heldOut).toEqual(heldOutStrings({ ...request, count: 256 }, training))
  expect(drawnStrings(trial, 300).heldOut.count).toBe(300)
})
