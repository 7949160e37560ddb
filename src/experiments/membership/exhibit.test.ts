import { expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import type { Run } from '@/core/runs/run'
import { runsOfRecords } from '@/core/runs/run'
import { exampleTraining, plannedWith } from '@/core/testing/example-run'
import { falling, recordsOf, trialsOf } from './example-records'
import { exhibit } from './exhibit'

const figuresOf = (runs: readonly Run[]): ReadonlyMap<string, LinesFigure> =>
  new Map((exhibit.figures({ runs }) as LinesFigure[]).map((figure) => [figure.id, figure]))
const line = (figure: LinesFigure | undefined, key: string) =>
  figure!.series.find((series) => series.key === key)!.points

it('draws our points, their fit and both forms of the law, labelled', () => {
  const records = recordsOf(trialsOf('tiny'), falling)
  const figures = figuresOf(runsOfRecords(records))
  const attack = figures.get('attack')
  const law = figures.get('law')
  const auc = line(attack, 'auc 1280')
  expect(auc.map(({ y }) => y)).toEqual(records.map(({ measures }) => measures.auc))
  expect(line(attack, 'AUC, fit').at(-1)!.y).toBeCloseTo(auc.at(-1)!.y, 3)
  expect(line(law, 'f1 1280')).toEqual(line(attack, 'f1 1280'))
  expect(law!.series.map(({ key }) => key)).toEqual([
    'f1 1280',
    'law as printed',
    'law as meant 1280',
    'always',
  ])
  const printed = line(law, 'law as printed')
  const meant = line(law, 'law as meant 1280')
  // Its whole rise lies inside the figure.
  expect(printed[0]!.y).toBeCloseTo(0.56, 2)
  expect(printed[0]!.x).toBeCloseTo(law!.x.min, 9)
  expect(printed.every(({ y }) => y < law!.y.max)).toBe(true)
  expect(printed.at(-1)!.y).toBeGreaterThan(1)
  expect(meant.at(-1)!.y).toBeLessThan(meant[0]!.y)
  expect(figures.get('roc')!.series).toHaveLength(7)
  expect(figures.get('losses')!.caption).toContain('289 strings')
  expect(line(figures.get('losses'), 'losses.members')).toEqual([
    { x: 0, y: 0.5 },
    { x: 4, y: 0.5 },
    { x: 8, y: 0 },
  ])
  expect(figures.get('training')!.series[0]).toMatchObject({
    label: '36 strings',
    points: [
      { x: 1, y: 0.5 },
      { x: 400, y: records[0]!.measures.auc },
    ],
  })
})

it('draws the law as meant for each model at its own capacity', () => {
  const records = recordsOf([...trialsOf('tiny'), ...trialsOf('quick')], falling)
  const law = figuresOf(runsOfRecords(records)).get('law')!
  const meant = law.series.filter(({ key }) => key.startsWith('law as meant'))
  expect(meant.map(({ label }) => label)).toEqual([
    'as meant, 1,280 parameters',
    'as meant, 2,152 parameters',
  ])
  // 3,200 bits are more for each of the smaller model's parameters.
  expect(meant[0]!.points.at(-1)!.y).toBeLessThan(meant[1]!.points.at(-1)!.y)
})

it('shows what trains as points that are not yet final, and its curve so far', () => {
  const trials = trialsOf('tiny')
  const curves = { 'attack.auc': { steps: [1, 9], values: [0.5, 0.7] } }
  const run = exampleTraining(trials[0]!, { datasetBits: 1920, curves })
  const figures = figuresOf(plannedWith(trials, run))
  // Of 3 bits for each of 1,280 parameters.
  expect(line(figures.get('attack'), 'auc 1280')).toEqual([{ x: 0.5, y: 0.7, live: true }])
  expect(figures.get('training')!.series.map(({ points }) => points)).toEqual([
    [
      { x: 1, y: 0.5 },
      { x: 9, y: 0.7 },
    ],
  ])
})
