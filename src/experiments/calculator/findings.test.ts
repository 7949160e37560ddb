import { describe, expect, it } from 'vitest'
import { sentenceOf } from '@/core/findings/finding'
import { MORRIS_SLOPE } from '@/core/findings/morris-table'
import { halfWidthOf } from '@/core/metrics/effect'
import { runsOfRecords } from '@/core/runs/run'
import { exampleRecord, presetTrials } from '@/core/testing/example-record'
import { findingOf, UNFILLED, wordsOf } from '@/core/testing/findings'
import { findings } from './findings'
import experiment from './spec'
import { sentences } from './texts'

/** A model that holds so many bits for each parameter, less 100, and a little from the seed. */
const runsOf = (slope: number) =>
  runsOfRecords(
    experiment
      .plan(experiment.presets[0].config)
      .map((trial) =>
        exampleRecord(trial, { memorizedBits: (slope + 0.01 * trial.seed) * trial.params - 100 }),
      ),
  )
const runs = runsOf(3)

describe('the answer', () => {
  it('is the line’s, with the interval of the lines of its seeds', () => {
    const [answer] = findings({ runs })
    // Slopes of 3.00, 3.01 and 3.02: t·s/√n is 4.303 · 0.01 / √3 = 0.0248 bits for each parameter.
    expect(answer).toMatchObject({ id: 'answer', verdict: 'seen', values: { asked: 500_000, most: 2400 } })
    if (answer?.id !== 'answer') throw new Error('no answer')
    expect(answer.values.bits).toBeCloseTo(3.01 * 500_000 - 100, 3)
    expect(halfWidthOf(answer.values.slopes!)).toBeCloseTo(0.0248, 4)
    expect(halfWidthOf(answer.values.bitsBySeed!)).toBeCloseTo(0.0248 * 500_000, -2)
    expect(answer.values.paperBits).toBe(MORRIS_SLOPE.float32 * 500_000)
  })

  it('is for the size that was asked for', () => {
    expect(findings({ runs, values: { modelParams: 1.5e9 } })[0]).toMatchObject({ values: { asked: 1.5e9 } })
  })

  it('has no interval from one seed', () => {
    const [answer] = findings({ runs: runs.filter(({ trial }) => trial.seed === 0) })
    expect(answer?.id === 'answer' && halfWidthOf(answer.values.slopes!)).toBeUndefined()
  })

  it('is none below what was measured, or without a line', () => {
    expect(findings({ runs, values: { modelParams: 100 } })[0]).toMatchObject({
      id: 'tooSmall',
      verdict: 'not reached',
    })
    expect(findings({ runs: runs.slice(0, 3) })).toEqual([
      { id: 'tooFewModels', verdict: 'not reached', values: {} },
    ])
    expect(findings({ runs: [] })).toEqual([])
  })
})

describe('the press’s figures', () => {
  it('differ where the slope is not the paper’s in float32', () => {
    const press = findings({ runs })[1]
    expect(press).toMatchObject({ id: 'press', verdict: 'differs' })
    if (press?.id !== 'press') throw new Error('no press')
    expect(press.values.ratio.mean).toBeCloseTo(3.01 / MORRIS_SLOPE.float32, 9)
    expect(press.values.sizes.map(({ press: bits }) => bits)).toEqual([1.8e6, 5.4e9])
  })

  it('agree where it is, and are not told by one seed', () => {
    expect(findings({ runs: runsOf(3.9) })[1]).toMatchObject({ verdict: 'agrees' })
    const alone = runs.filter(({ trial }) => trial.seed === 0)
    expect(findings({ runs: alone })[1]).toMatchObject({ verdict: 'not told apart' })
  })
})

it('has a whole sentence for each', () => {
  const all = [
    ...findings({ runs }),
    ...findings({ runs, values: { modelParams: 1000 } }),
    ...findings({ runs, values: { modelParams: 100 } }),
    ...findings({ runs: runs.filter(({ trial }) => trial.seed === 0) }),
  ]
  for (const finding of all) expect(sentenceOf(sentences, finding).text).not.toMatch(/NaN|undefined|Infinity/)
})

describe('the largest model', () => {
  const trials = presetTrials(experiment, 'quick')
  const most = Math.max(...trials.map(({ params }) => params))
  const foretold = (share: number) => {
    const records = trials.map((trial) => {
      const onLine = (3 + 0.001 * trial.seed) * trial.params - 100
      return exampleRecord(trial, { memorizedBits: trial.params === most ? share * onLine : onLine })
    })
    return findingOf(findings({ runs: runsOfRecords(records) }), 'prediction')
  }

  it('is foretold by a line through the others, or not', () => {
    expect(foretold(1.01)).toMatchObject({
      verdict: 'seen',
      values: {
        params: 8912,
        models: 3,
        decision: { verdict: 'agrees', effect: { mean: expect.closeTo(0.01, 6) } },
      },
    })
    expect(foretold(1.2)).toMatchObject({ verdict: 'seen', values: { decision: { verdict: 'differs' } } })
    for (const share of [1.01, 1.2])
      expect(wordsOf(sentenceOf(sentences, foretold(share)))).not.toMatch(UNFILLED)
  })

  it('is foretold by no fewer than three', () => {
    expect(findings({ runs }).map(({ id }) => id)).not.toContain('prediction')
  })
})
