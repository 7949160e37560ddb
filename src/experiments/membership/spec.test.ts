import { describe, expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { checks } from './checks'
import { exhibit } from './exhibit'
import experiment from './spec'

const trialsOf = (preset: string): Trial[] =>
  experiment.plan(experiment.presets.find(({ id }) => id === preset)!.config)

/** Runs that hold 3200 bits at most, of 44 bits a string; the attack gets `auc` at each multiple of that. */
const recordsOf = (preset: string, auc: (x: number) => number): TrialRecord[] =>
  trialsOf(preset).map((trial) => {
    const datasetBits = 44 * trial.datasetSize
    const score = auc(datasetBits / 3200)
    return exampleRecord(trial, {
      datasetBits,
      memorizedBits: Math.min(datasetBits - 40, 3200),
      measures: { auc: score, f1: Math.max(2 / 3, score), tprAt1Fpr: score ** 8, aucCalibrated: score },
      traces: {
        'roc.fpr': [0, 0.5, 1],
        'roc.tpr': [0, score, 1],
        'losses.bitsPerToken': [0, 4, 8],
        'losses.members': [0.5, 0.5, 0],
        'losses.nonMembers': [0.25, 0.75, 0],
        'attack.step': [1, 400],
        'attack.auc': [0.5, score],
      },
    })
  })
/** Half way at 6 times capacity. */
const falling = (x: number): number => 0.5 + 0.5 / (1 + (x / 6) ** 3)
const textsOf = (records: readonly TrialRecord[]) => exhibit.findings(records)

describe('membership inference', () => {
  it('finds the sigmoid that the runs follow', () => {
    const [certain, sigmoid, strict] = textsOf(recordsOf('tiny', falling))
    expect(certain).toMatchObject({ verdict: 'agrees' })
    expect(certain!.text).toMatch(/^While the data fit \(1\.0 times what the model holds\) the AUC is 0\.998/)
    expect(sigmoid).toMatchObject({ verdict: 'agrees' })
    expect(sigmoid!.text).toContain(
      '(R² 1.000 over 6 sizes), half way to chance where the data are 6.0 times what the model holds',
    )
    expect(strict!.text).toMatch(/^At 4\.0 times .* AUC is still 0\.89 .* only 0\.38 /)
  })

  it('claims no sigmoid where the attack hardly fails', () => {
    const found = textsOf(recordsOf('tiny', (x) => 1 - x / 200))
    expect(found[1]).toMatchObject({ verdict: 'not reached' })
    expect(found[1]!.text).toContain('up to 16 times what the model holds')
  })

  it('says how far the law of the paper is off', () => {
    const law = textsOf(recordsOf('tiny', falling)).at(-1)!
    expect(law).toMatchObject({ verdict: 'differs' })
    expect(law.text).toMatch(/reconstruction at 7\.9 times .*: 0\.67 \(one seed\) here, 0\.91 by the law/)
  })

  it('claims no fall, and tests no law, before the attack has failed anywhere', () => {
    const [certain, , law] = textsOf(recordsOf('tiny', () => 1))
    expect(certain).toMatchObject({ verdict: 'not reached' })
    expect(certain!.text).toContain('not yet half way to chance')
    // The law itself is at 0.79 for the largest of these data, so that it is wrong there is seen.
    expect(law).toMatchObject({ verdict: 'differs' })
    const small = recordsOf('tiny', () => 1).filter(({ datasetSize }) => datasetSize < 200)
    const found = textsOf(small)
    expect(found.map(({ verdict }) => verdict)).toEqual(['not reached', 'not reached', 'not reached'])
    expect(found.at(-1)!.text).toContain('falls no lower than 0.9')
    expect(textsOf(recordsOf('tiny', (x) => falling(3 * x)))[0]).toMatchObject({ verdict: 'differs' })
  })

  it('names the models where there are several, and stays silent without runs', () => {
    const small = recordsOf('tiny', falling)
    const both = [...small, ...recordsOf('quick', falling)]
    expect(textsOf(both).filter(({ text }) => text.includes('(P 1280)')).length).toBeGreaterThan(2)
    expect(textsOf([])).toEqual([])
    expect(textsOf(small.map((record) => ({ ...record, measures: {} })))).toEqual([])
  })

  it('draws our points, their fit and both forms of the law, labelled', () => {
    const records = recordsOf('tiny', falling)
    const [attack, , roc, losses, law, training] = exhibit.figures({
      planned: trialsOf('tiny'),
      records,
      live: [],
    }) as LinesFigure[]
    const line = (figure: LinesFigure | undefined, key: string) =>
      figure!.series.find((series) => series.key === key)!.points
    const auc = line(attack, 'auc 1280')
    expect(auc.map(({ y }) => y)).toEqual(records.map(({ measures }) => measures.auc))
    expect(line(attack, 'AUC, fit').at(-1)!.y).toBeCloseTo(auc.at(-1)!.y, 3)
    expect(line(law, 'f1 1280')).toEqual(line(attack, 'f1 1280'))
    expect(law!.series.map(({ label }) => label)).toEqual(['F1', 'as printed', 'as meant', 'all members'])
    const printed = line(law, 'law as printed')
    const meant = line(law, 'law as meant 1280')
    // Its whole rise lies inside the figure.
    expect(printed[0]!.y).toBeCloseTo(0.56, 2)
    expect(printed[0]!.x).toBeCloseTo(law!.x.min, 9)
    expect(printed.every(({ y }) => y < law!.y.max)).toBe(true)
    expect(printed.at(-1)!.y).toBeGreaterThan(1)
    expect(meant.at(-1)!.y).toBeLessThan(meant[0]!.y)
    expect(roc!.series).toHaveLength(7)
    expect(losses!.caption).toContain('N 289')
    expect(losses!.series[0]!.points).toEqual([
      { x: 0, y: 0.5 },
      { x: 4, y: 0.5 },
      { x: 8, y: 0 },
    ])
    expect(training!.series.map(({ label }) => label)[0]).toBe('N 36')
  })

  it('draws the law as meant for each model at its own capacity', () => {
    const records = [...recordsOf('tiny', falling), ...recordsOf('quick', falling)]
    const figures = exhibit.figures({ planned: [], records, live: [] }) as LinesFigure[]
    const law = figures.find(({ id }) => id === 'law')!
    const meant = law.series.filter(({ key }) => key.startsWith('law as meant'))
    expect(meant.map(({ label }) => label)).toEqual(['as meant, P 1280', 'as meant, P 2152'])
    // 3,200 bits are more for each of the smaller model's parameters.
    expect(meant[0]!.points.at(-1)!.y).toBeLessThan(meant[1]!.points.at(-1)!.y)
  })

  it('shows what trains as points that are not yet final', () => {
    const planned = trialsOf('tiny')
    const looked = { steps: [1, 9], values: { auc: [0.5, 0.7] }, grid: undefined }
    const live = [
      {
        trialKey: planned[0]!.key,
        datasetBits: 1600,
        trainBitsPerToken: 3,
        memorizedBits: 5,
        looked,
      },
    ]
    const [attack] = exhibit.figures({ planned, records: [], live }) as LinesFigure[]
    expect(attack!.series[0]!.points).toEqual([expect.objectContaining({ x: 0.5, y: 0.7, live: true })])
  })

  it('holds records against the independent trainer by their strings', () => {
    const check = checks.find(({ what }) => what.includes(' 8 × 2.5 bits') && /Mark/.test(what))!
    expect(check.measure(recordsOf('quick', () => 0.8))).toEqual([0.8, 0.8, 0.8])
    expect(check.measure(recordsOf('tiny', () => 0.8))).toEqual([])
    const uniform = checks.filter(({ what }) => what.includes('uniform'))
    const records = recordsOf('uniform', () => 0.9)
    expect(uniform.map(({ measure }) => measure(records).length)).toEqual([2, 2, 2, 2, 2])
  })
})
