import { expect, it } from 'vitest'
import { firstConfig } from '@/core/testing/example-record'
import { trialsOf } from './example-records'
import experiment from './spec'

it('wants a second alphabet of the same size', () => {
  const config = firstConfig(experiment, 'tiny')
  expect(experiment.problems({ ...config, alphabets: [4, 32] })).toEqual([])
  const [problem] = experiment.problems({ ...config, alphabets: [4, 33] })
  expect(problem).toMatchObject({ field: 'alphabets' })
  expect(problem!.message).toContain('no second alphabet')
  expect(experiment.problems({ ...config, alphabets: [65] })).toHaveLength(1)
})

it('is asked of three seeds by the first preset', () => {
  expect(trialsOf('tiny', 7).map(({ seed }) => seed)).toEqual([0, 1, 2])
})
