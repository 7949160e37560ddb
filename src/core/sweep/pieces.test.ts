import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exampleTrial } from '../testing/example-record'
import { totalFlop, trialFlop } from './estimate'
import { PIECE_FLOP, piecesOf } from './pieces'
import { printShape, type Trial, trainingOptions } from './trial'

const populationOf = ({ family, shape, steps, ...trial }: Trial): string =>
  [family, printShape(shape), steps, ...Object.values(trainingOptions(trial))].join(' ')

/** Plans of one to three widths, from seconds of one core to hours of a GPU. */
const plans = fc
  .record({
    widths: fc.uniqueArray(fc.constantFrom(8, 32, 128), { minLength: 1 }),
    sizes: fc.uniqueArray(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 6 }),
    seeds: fc.integer({ min: 1, max: 16 }),
    steps: fc.constantFrom(10, 1000, 50_000),
  })
  .map(({ widths, sizes, seeds, steps }) =>
    widths.flatMap((width) =>
      sizes.flatMap((datasetSize) =>
        Array.from({ length: seeds }, (_, seed) => exampleTrial({ width, datasetSize, seed, steps })),
      ),
    ),
  )

it('has each trial in one piece, with its like, longest first, of no more work than a job may have', () => {
  fc.assert(
    fc.property(plans, (trials) => {
      const pieces = piecesOf(trials)
      const keys = pieces.flatMap((piece) => piece.trials.map(({ key }) => key))
      expect(keys.toSorted()).toEqual(trials.map(({ key }) => key).toSorted())
      for (const { trials: own, flop, size } of pieces) {
        expect(new Set(own.map(populationOf)).size).toBe(1)
        expect(flop).toBe(totalFlop(own))
        if (own.length > 1) expect(flop).toBeLessThanOrEqual(PIECE_FLOP[size])
      }
      const work = pieces.map(({ flop }) => flop)
      expect(work).toEqual(work.toSorted((a, b) => b - a))
    }),
    { numRuns: 50 },
  )
})

it('keeps together what a GPU trains at once', () => {
  const ofWidth = (width: number) =>
    Array.from({ length: 48 }, (_, seed) => exampleTrial({ width, datasetSize: 64, seed, steps: 1000 }))
  const trials = [8, 64, 256].flatMap(ofWidth)
  const members = piecesOf(trials).map(
    ({ trials: own, size }) => `${own[0]!.shape.width} ${size} ${own.length}`,
  )
  expect([...new Set(members)].toSorted()).toEqual(['256 middle 1', '64 middle 24', '8 small 48'])
})

it('is cut also where it is small, so that a dozen machines have something to do', () => {
  const trials = Array.from({ length: 64 }, (_, seed) => exampleTrial({ seed }))
  expect(piecesOf(trials).map((piece) => piece.trials.length)).toEqual(Array(32).fill(2))
})

it('trains no reference model for less than its sevenfold', () => {
  const trials = Array.from({ length: 64 }, (_, seed) => exampleTrial({ seed }))
  const [piece, ...others] = piecesOf(trials, trialFlop(trials[0]!) * 8)
  expect(piece!.trials).toHaveLength(64)
  expect(others).toEqual([])
})
