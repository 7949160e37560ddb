import { expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { extendCourse, memorizedWhileTraining, trainingRuns } from './training-curve'

it('keeps reports of a loss that lie far enough apart, and begins anew with a member', () => {
  const reports = [1, 2, 100, 101, 120].map((step) => [step, 4 - step / 100] as const)
  const course = reports.reduce<ReturnType<typeof extendCourse> | undefined>(
    (so, [step, loss]) => extendCourse(so, step, loss),
    undefined,
  )
  expect(course).toEqual({ steps: [1, 2, 100, 120], bitsPerToken: [3.99, 3.98, 3, 2.8] })
  expect(extendCourse(course, 120, 2)).toBe(course)
  expect(extendCourse(course, 3, 3.5)).toEqual({ steps: [3], bitsPerToken: [3.5] })
})

it('takes finished runs for records, and those that train for their loss so far', () => {
  const planned = [8, 16, 32].map((datasetSize) => exampleTrial({ datasetSize }))
  const records = [exampleRecord(planned[0])]
  const live = planned.map(({ key }) => ({
    trialKey: key,
    datasetBits: 512,
    trainBitsPerToken: 2,
    memorizedBits: 0,
    looked: undefined,
    course: key === planned[2]!.key ? undefined : { steps: [1, 9], bitsPerToken: [4, 2] },
  }))
  const runs = trainingRuns({ planned, records, live })
  expect(runs.map(({ datasetSize }) => datasetSize)).toEqual([8, 16])
  expect(runs[0]).toBe(records[0])
  expect(memorizedWhileTraining(runs[1]!)).toEqual([
    { x: 1, y: 0 },
    { x: 9, y: 256 },
  ])
})
