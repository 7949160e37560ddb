import { expect, it } from 'vitest'
import { joinRuns, runsOfRecords } from '../runs/run'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { axisOver, dataPerParamAxis, lossAxis, seedPoints, sizeStep } from './figure-points'

it('makes one point of the seeds at one x, in order, without what is no number', () => {
  expect(
    seedPoints([
      { x: 2, y: 5 },
      { x: 1, y: 1 },
      { x: 2, y: 8, live: true },
      { x: 3, y: Number.NaN },
    ]),
  ).toEqual([
    { x: 1, y: 1, live: false },
    { x: 2, y: 6.5, low: 5, high: 8, singles: [5, 8], live: true },
  ])
})

it('widens an axis to every value that it can hold', () => {
  expect(axisOver('bits', 'log', [0.5, -3, Number.NaN, 30], [1, 10])).toEqual({
    label: 'bits',
    scale: 'log',
    min: 0.5,
    max: 30,
  })
  expect(axisOver('bits', 'linear', [-3], [0, 10])).toMatchObject({ min: -3, max: 10 })
})

it('puts one value alone in the middle of its axis', () => {
  const alone = [Number.POSITIVE_INFINITY, 0] as const
  expect(axisOver('bits', 'log', [4, 4], alone)).toMatchObject({ min: 2, max: 8 })
  expect(axisOver('bits', 'linear', [4], [4, 4])).toMatchObject({ min: 3, max: 5 })
})

it('gives losses that span decades a log axis, and a linear one where a value has no place on it', () => {
  expect(lossAxis('loss', [0.2, 4, 20], 8)).toMatchObject({ scale: 'log', min: 0.2, max: 20 })
  expect(lossAxis('loss', [1e-7, 4], 8)).toMatchObject({ scale: 'log', min: 4, max: 8 })
  expect(lossAxis('loss', [2, 20], 8)).toMatchObject({ scale: 'linear', min: 0, max: 20 })
  expect(lossAxis('loss', [0, 0.2, 20], 8)).toMatchObject({ scale: 'linear', min: 0, max: 20 })
  expect(lossAxis('loss', [Number.NaN], 8)).toMatchObject({ scale: 'linear', min: 0, max: 8 })
})

it('spreads colours over the scale', () => {
  expect([0, 1, 2].map((i) => sizeStep(i, 3))).toEqual([0, 6, 11])
  expect(sizeStep(0, 1)).toBe(11)
})

it('has room on the axis of data for what is planned, until all has run', () => {
  // 8 and 32 strings of 8 symbols of 4 bits.
  const [small, large] = [exampleTrial({ datasetSize: 8 }), exampleTrial({ datasetSize: 32 })]
  const record = exampleRecord(small, { datasetBits: 200 })
  expect(dataPerParamAxis('data', joinRuns([small, large], new Map([[small.key, record]])))).toMatchObject({
    min: 200 / small.params,
    max: 1024 / large.params,
  })
  const whole = runsOfRecords([record, exampleRecord(large, { datasetBits: 800 })])
  expect(dataPerParamAxis('data', whole)).toMatchObject({ min: 200 / small.params, max: 800 / large.params })
  expect(dataPerParamAxis('data', [])).toMatchObject({ min: 1, max: 10 })
})
