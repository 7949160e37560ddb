import { describe, expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { fitCapacityLine, modelCapacities } from './fit'
import type { FinishedRun } from './run'

interface Held {
  readonly params: number
  readonly datasetSize: number
  readonly seed: number
  readonly memorizedBits: number
  readonly width?: number
  readonly heads?: number
  readonly layers?: number
}

/** Finished runs of models with as many parameters as a test says, whatever their shapes. */
const measured = (held: readonly Held[]): FinishedRun[] =>
  held.map(({ params, datasetSize, seed, memorizedBits, width = 8, heads = 2, layers = 1 }) => {
    const shape = { layers, width, heads, tied: false, vocab: 16, seqLen: 8 }
    const trial = { ...exampleTrial({ datasetSize, seed, shape }), params }
    return { state: 'finished', trial, record: exampleRecord(trial, { memorizedBits }) }
  })

/** One size each: the capacity is what it holds. */
const held = (params: number, seed: number, memorizedBits: number): Held => ({
  params,
  datasetSize: 64,
  seed,
  memorizedBits,
})

describe('capacity of a model', () => {
  it('is the largest memorised bits over dataset sizes, for each seed by itself', () => {
    const [model, ...others] = modelCapacities(
      measured([
        { params: 100, datasetSize: 8, seed: 0, memorizedBits: 200 },
        { params: 100, datasetSize: 16, seed: 0, memorizedBits: 330 },
        { params: 100, datasetSize: 32, seed: 0, memorizedBits: 310 },
        { params: 100, datasetSize: 8, seed: 1, memorizedBits: 210 },
        { params: 100, datasetSize: 16, seed: 1, memorizedBits: 290 },
        { params: 100, datasetSize: 32, seed: 1, memorizedBits: 350 },
      ]),
    )
    expect(others).toEqual([])
    expect([...model!.bySeed]).toEqual([
      [0, 330],
      [1, 350],
    ])
    expect(model!.capacityBits).toEqual({ mean: 340, min: 330, max: 350, count: 2 })
  })

  it('is not pulled down by a seed that was stopped before it had all the data of the others', () => {
    const runs = [
      { params: 100, datasetSize: 8, seed: 0, memorizedBits: 200 },
      { params: 100, datasetSize: 32, seed: 0, memorizedBits: 310 },
      { params: 100, datasetSize: 8, seed: 1, memorizedBits: 210 },
    ]
    expect([...modelCapacities(measured(runs))[0]!.bySeed]).toEqual([[0, 310]])
  })

  it('is found for each shape, smallest first, also where two shapes have as many parameters', () => {
    const models = modelCapacities(
      measured([
        { ...held(300, 0, 900), width: 16 },
        { ...held(100, 0, 200), heads: 4 },
        { ...held(100, 0, 250), heads: 2 },
        { ...held(200, 0, 500), layers: 2 },
      ]),
    )
    expect(models.map((m) => [m.params, m.layers, m.width, m.capacityBits.mean])).toEqual([
      [100, 1, 8, 200],
      [100, 1, 8, 250],
      [200, 2, 8, 500],
      [300, 1, 16, 900],
    ])
  })

  it('may be negative where nothing was learned', () => {
    expect(modelCapacities(measured([held(100, 0, -12), held(100, 0, -7)]))[0]!.capacityBits.mean).toBe(-7)
  })
})

describe('growth at the end', () => {
  const growth = (bits: readonly (readonly [size: number, bits: number, seed?: number])[]) =>
    modelCapacities(
      measured(
        bits.map(([datasetSize, memorizedBits, seed = 0]) => ({
          params: 100,
          datasetSize,
          seed,
          memorizedBits,
        })),
      ),
    )[0]!.growthAtEnd

  it('compares the last size with the largest that is at most half of it', () => {
    expect(
      growth([
        [64, 110],
        [8, 40],
        [48, 105],
        [32, 100],
        [16, 90],
      ]),
    ).toBeCloseTo(0.1, 12)
  })

  it('compares means over seeds', () => {
    expect(
      growth([
        [10, 90, 0],
        [10, 110, 1],
        [20, 100, 0],
        [20, 110, 1],
      ]),
    ).toBeCloseTo(0.05, 12)
  })

  it('sees what was lost', () => {
    expect(
      growth([
        [10, 100],
        [40, 75],
      ]),
    ).toBeCloseTo(-0.25, 12)
  })

  it.each([
    ['one size', [[10, 5]]],
    [
      'sizes less than a doubling apart',
      [
        [10, 5],
        [19, 6],
      ],
    ],
    [
      'nothing held before',
      [
        [10, 0],
        [20, 5],
      ],
    ],
    [
      'less than nothing held before',
      [
        [10, -3],
        [20, 5],
      ],
    ],
  ] as const)('is unknown with %s', (_, bits) => {
    expect(growth(bits)).toBeUndefined()
  })
})

describe('the capacity line', () => {
  const line = (runs: readonly Held[]) => fitCapacityLine(modelCapacities(measured(runs)))

  it('recovers the line that the points lie on, and needs no seeds for that', () => {
    const fit = line([1076, 2920, 8912, 63_600].map((params) => held(params, 0, 2.97 * params - 1421)))!
    expect(fit.slope).toBeCloseTo(2.97, 9)
    expect(fit.intercept).toBeCloseTo(-1421, 5)
    expect(fit.rSquared).toBeCloseTo(1, 12)
    expect(fit).toMatchObject({ models: 4, seeds: 1, slopeInterval: undefined })
  })

  it('gives the interval of Student’s t over one slope per seed', () => {
    // Slopes 2, 3 and 4: mean 3, s = 1, half-width 4.303·1/√3 with two degrees of freedom.
    const fit = line(
      [2, 3, 4].flatMap((slope, seed) => [held(100, seed, 100), held(200, seed, 100 + slope * 100)]),
    )!
    expect(fit.slope).toBeCloseTo(3, 12)
    expect(fit.intercept).toBeCloseTo(-200, 9)
    expect(fit.slopeInterval).toBeCloseTo(2.4843, 4)
    // Residuals: 0, 0, 0 and ±100, 0 around a mean of 250: 1 − 20,000 / 155,000.
    expect(fit.rSquared).toBeCloseTo(1 - 20_000 / 155_000, 12)
    expect(fit).toMatchObject({ models: 2, seeds: 3 })
  })

  it('takes the interval from seeds that every model has', () => {
    const fit = line([held(100, 0, 300), held(200, 0, 600), held(100, 1, 290), held(200, 2, 620)])!
    expect(fit.seeds).toBe(3)
    expect(fit.slopeInterval).toBeUndefined()
  })

  it('does not exist for one model size, however many shapes and seeds it has', () => {
    expect(line([])).toBeUndefined()
    expect(line([held(100, 0, 300), held(100, 1, 310)])).toBeUndefined()
    expect(line([held(100, 0, 300), { ...held(100, 0, 310), heads: 4 }])).toBeUndefined()
  })
})
