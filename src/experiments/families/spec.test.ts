import { expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import { families, familyById } from '@/core/model/families'
import { exampleRecord } from '@/core/testing/example-record'
import { rotaryChannels as phiChannels } from '@/families/phi/config'
import { rotaryChannels as pythiaChannels } from '@/families/pythia/config'
import { exhibit } from './exhibit'
import experiment from './spec'

const [tiny, tied] = experiment.presets.map(({ config }) => config)
const trials = experiment.plan(tiny!)

it('plans every family, tied and untied where both are asked for, on the same strings', () => {
  expect(new Set(trials.map(({ family }) => family))).toEqual(new Set(families.keys()))
  expect(trials.every(({ shape }) => !shape.tied)).toBe(true)
  const both = experiment.plan(tied!)
  expect(both.filter(({ shape }) => shape.tied)).toHaveLength(both.length / 2)
  for (const { family, shape, params } of both) expect(params).toBe(familyById(family).parameterCount(shape))
})

it('says which family cannot be built', () => {
  const problems = experiment.problems({ ...tiny!, width: [9], heads: [3] })
  expect(problems.map(({ field }) => field)).toContain('heads')
  expect(problems.every(({ message }) => /^(Llama|Pythia|Phi): /.test(message))).toBe(true)
})

it('gives Quick heads that are wide enough for Pythia and Phi to turn unlike parts of them', () => {
  const quick = experiment.plan(experiment.presets.find(({ id }) => id === 'quick')!.config)
  for (const { shape } of quick) {
    const headWidth = shape.width / shape.heads
    expect(pythiaChannels(headWidth) / headWidth).toBe(1 / 4)
    expect(phiChannels(headWidth) / headWidth).toBe(1 / 2)
  }
})

/** Llama holds 1.6 bits per parameter and the others 1.5, each seed a little more. */
const heldBy = (planned: typeof trials, seedSpread: number) =>
  planned.map((trial) => {
    const share = (trial.family === 'llama' ? 1.6 : 1.5) + seedSpread * trial.seed
    return exampleRecord(trial, { memorizedBits: Math.min(29 * trial.datasetSize, share * trial.params) })
  })

it('ranks families only with seeds that do not overlap, of models that have stopped growing', () => {
  const seeds = experiment.plan({ ...tiny!, seeds: [0, 1, 2] })
  const ranking = (records: ReturnType<typeof heldBy>) => exhibit.findings(records)[1]!
  expect(ranking(heldBy(seeds, 0.01))).toMatchObject({
    verdict: 'seen',
    text: expect.stringMatching(
      / holds 94 % of what Llama holds .* no seed of the one reaches a seed of the other\.$/,
    ),
  })
  expect(ranking(heldBy(seeds, 0.1))).toMatchObject({
    verdict: 'not reached',
    text: expect.stringContaining('seeds of the two overlap'),
  })
  expect(ranking(heldBy(trials, 0))).toMatchObject({
    verdict: 'not reached',
    text: expect.stringContaining('in one seed: a ranking needs at least two of each.'),
  })
  expect(ranking(heldBy(seeds, 0.01).filter(({ datasetSize }) => datasetSize <= 32))).toMatchObject({
    verdict: 'not reached',
    text: expect.stringContaining('so far: a ranking has to wait'),
  })
})

it('compares families by what they hold for each parameter, and says which are still growing', () => {
  const records = trials.map((trial) => {
    const share = trial.family === 'llama' ? 1.6 : 1.5
    const full = Math.min(29 * trial.datasetSize, share * trial.params)
    return exampleRecord(trial, {
      memorizedBits: full,
      traces: { 'loss.step': [1, 300], 'loss.bitsPerToken': [4, 2] },
    })
  })
  const [all, least] = exhibit.findings(records)
  expect(all).toMatchObject({ verdict: 'seen' })
  expect(all!.text).toMatch(/^Bits for each parameter: Llama 1\.60 \(one seed\); /)
  expect(least!.text).toMatch(/ holds 94 % of what Llama holds/)
  const both = experiment.plan(tied!).filter(({ seed }) => seed === 0)
  const [list] = exhibit.findings(both.map((trial) => exampleRecord(trial, { memorizedBits: 100 })))
  expect(list!.text).toMatch(/: tied Llama \S+ \(one seed\); Llama /)
  const growing = exhibit.findings(records.filter(({ datasetSize }) => datasetSize <= 32))
  expect(growing[0]).toMatchObject({ verdict: 'not reached' })

  const [bits, learning] = exhibit.figures({
    planned: trials,
    records,
    live: [],
  }) as LinesFigure[]
  expect(bits!.series.map(({ key }) => key)).toEqual([...families.keys()])
  expect(bits!.series[0]!.points).toHaveLength(5)
  // An even guess among 16 symbols costs 4 bits.
  expect(learning!.series.map(({ points }) => points)).toEqual(
    [...families.keys()].map(() => [
      { x: 1, y: 0 },
      { x: 300, y: 2 },
    ]),
  )
})
