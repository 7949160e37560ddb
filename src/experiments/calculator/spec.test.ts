import { expect, it } from 'vitest'
import experiment from './spec'

const { config } = experiment.presets[0]

it('trains nothing again for another size', () => {
  const planned = experiment.plan(config)
  expect(planned).toHaveLength(9)
  const other = experiment.plan({ ...config, modelParams: 1.5e9 })
  expect(other.map(({ key }) => key)).toEqual(planned.map(({ key }) => key))
})
