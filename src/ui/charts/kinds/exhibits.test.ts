// @vitest-environment happy-dom
/** Every figure of every experiment can be drawn, listed and exported by the chart of its kind: before a run, in it, and as recorded. */
import { describe, expect, it } from 'vitest'
import { exhibitOf, loadExhibit } from '@/core/figures/exhibits'
import type { Figure } from '@/core/figures/figure'
import { groupBy } from '@/core/group'
import { uniformDatasetBits } from '@/core/metrics/bits'
import { joinRuns, type LiveValues, runsOfRecords } from '@/core/runs/run'
import { experiments } from '@/core/sweep/experiments'
import { recordedPresets } from '@/core/testing/recorded-files'
import { crowded, recordsOf } from '@/experiments/_template/example-records'
import { exhibit as templateExhibit } from '@/experiments/_template/exhibit'
import template from '@/experiments/_template/spec'
import * as grid from './grid/grid.contract'
import { chartKind } from './kinds'
import * as lines from './lines/lines.contract'
import { endNameOf, maxLabel } from './lines/room'

type Runs = 'finished' | 'training'
type FigureOf<K extends Figure['kind']> = Extract<Figure, { kind: K }>

const contracts: { readonly [K in Figure['kind']]: (figure: FigureOf<K>, runs: Runs) => void } = {
  lines: lines.expectDrawable,
  grid: grid.expectDrawable,
}
const contractOf = <K extends Figure['kind']>(kind: K): ((figure: FigureOf<K>, runs: Runs) => void) =>
  contracts[kind]

function expectDrawable(figures: readonly Figure[], runs: Runs): void {
  expect(new Set(figures.map(({ id }) => id)).size).toBe(figures.length)
  for (const figure of figures) {
    expect(figure.id).toMatch(/^[a-z][a-z0-9-]*$/)
    expect(figure.title.trim(), figure.id).not.toBe('')
    expect(figure.caption.length, figure.id).toBeGreaterThan(15)
    contractOf(figure.kind)(figure, runs)
    const { columns, rows } = chartKind(figure.kind).rows(figure)
    expect(
      rows.filter((row) => row.length !== columns.length),
      figure.id,
    ).toEqual([])
    for (const room of Object.values(chartKind(figure.kind).room(figure))) expect(room).not.toBeNaN()
  }
}

/** The records that are published with the page, preset by preset. */
const recordedOf = (id: string) => recordedPresets(id).map(({ recorded }) => recorded.records)

await Promise.all([...experiments.keys()].map(loadExhibit))
const shown = [...experiments.values()].flatMap((experiment) => {
  const exhibit = exhibitOf(experiment.id)
  return exhibit ? [{ id: experiment.id, experiment, exhibit, records: recordedOf(experiment.id) }] : []
})
const templateShown = {
  id: 'the template',
  experiment: template,
  exhibit: templateExhibit,
  records: [recordsOf(crowded)],
}

it('finds the recorded runs of an experiment', () => {
  expect(shown.find(({ id }) => id === 'capacity')?.records.length).toBeGreaterThan(0)
})

describe.each([...shown, templateShown])('the figures of $id', ({ experiment, exhibit, records }) => {
  const planned = experiment.plan(experiment.presets[0].config)

  it('have their axes from the plan alone', () => {
    const figures = exhibit.figures({ runs: joinRuns(planned, new Map()) })
    expect(figures.length).toBeGreaterThan(0)
    expectDrawable(figures, 'finished')
  })

  it('show members that train, whatever they say', () => {
    const live = new Map(
      planned.map(({ key, datasetSize, shape }): [string, LiveValues] => [
        key,
        {
          step: 1,
          datasetBits: uniformDatasetBits(datasetSize, shape.seqLen, shape.vocab),
          trainBitsPerToken: 3,
          memorizedBits: -5,
          curves: {},
          grid: undefined,
        },
      ]),
    )
    expectDrawable(exhibit.figures({ runs: joinRuns(planned, new Map(), live) }), 'training')
  })

  it.runIf(records.length > 0)('show the recorded runs of each preset, the first figure some of them', () => {
    for (const ofPreset of records) {
      const figures = exhibit.figures({ runs: runsOfRecords(ofPreset) })
      expectDrawable(figures, 'finished')
      expect(chartKind(figures[0]!.kind).rows(figures[0]!).rows.length).toBeGreaterThan(0)
    }
  })
})

it('draws losses that span decades on a log axis', () => {
  const figures = shown.flatMap(({ id, exhibit, records }) =>
    records.flatMap((ofPreset) =>
      exhibit
        .figures({ runs: runsOfRecords(ofPreset) })
        .filter((figure) => figure.kind === 'lines')
        .map((figure) => ({ name: `${id}, ${figure.id}`, ...figure })),
    ),
  )
  const losses = figures.filter(({ y }) => /loss|per (token|character)/.test(y.label))
  const spanning = losses.filter(({ series }) => {
    const values = series.flatMap(({ points }) => points.map(({ y }) => y))
    return Math.min(...values) > 0 && Math.max(...values) > 10 ** 1.5 * Math.min(...values)
  })
  expect(spanning.length).toBeGreaterThan(5)
  // The dynamics of one string compare amounts, and say so.
  expect([...new Set(spanning.filter(({ y }) => y.scale === 'linear').map(({ name }) => name))]).toEqual([
    'dynamics, bits',
  ])
})

it('writes the names of lines in full, also in a narrow chart', () => {
  const names = shown.flatMap(({ exhibit, records }) =>
    records.flatMap((ofPreset) =>
      exhibit
        .figures({ runs: runsOfRecords(ofPreset) })
        .filter((figure) => figure.kind === 'lines')
        // A name at a point is left out where it has no room, and never shortened.
        .filter((figure) => figure.names !== 'at points')
        .flatMap(({ series, references = [], names = 'at ends' }) => [
          ...series.map((one) => (names === 'at ends' ? endNameOf(one) : ([one.label, one.label] as const))),
          ...references.map(({ atEnd }) => atEnd),
        ]),
    ),
  )
  expect(names.length).toBeGreaterThan(100)
  expect([...new Set(names.flatMap(([wide]) => (wide.length > maxLabel(false) ? [wide] : [])))]).toEqual([])
  expect([
    ...new Set(names.flatMap(([, narrow]) => (narrow.length > maxLabel(true) ? [narrow] : []))),
  ]).toEqual([])
})

describe('dashed lines', () => {
  /** Of every figure with recorded runs: what is dashed in it. */
  const dashed = shown.flatMap(({ id, exhibit, records }) => {
    const figures = records
      .flatMap((ofPreset) => exhibit.figures({ runs: runsOfRecords(ofPreset) }))
      .filter((figure) => figure.kind === 'lines')
    return [...groupBy(figures, (figure) => figure.id)].map(([figure, own]) => ({
      figure: `${id}, ${figure}`,
      captions: own.map(({ caption }) => caption),
      // A number after a name is of the preset.
      lines: [...new Set(own.flatMap(lines.dashedOf).map((key) => key.replace(/ \d.*$/, '')))],
    }))
  })

  it('are bounds, fits, laws and values of papers: nothing that a run has measured', () => {
    expect(
      Object.fromEntries(
        dashed.filter(({ lines }) => lines.length > 0).map(({ figure, lines }) => [figure, lines]),
      ),
    ).toEqual({
      'calculator, calculator': ['beyond', 'paper below', 'paper above'],
      'capacity, capacity': ['float32', 'bfloat16', 'fit'],
      'capacity, memorized': ['ceiling'],
      'extraction, prefix': ['possible'],
      'membership, attack': ['AUC, fit', 'F1, fit'],
      'membership, law': ['law as printed', 'law as meant'],
      'per-string, copies': ['all of it'],
      'per-string, exposure': ['the most'],
      'scaling, capacity': ['fit', 'paper'],
    })
  })

  it('are the only ones that a caption calls so', () => {
    const claims = dashed.filter(({ captions }) => captions.some((caption) => /dashed/i.test(caption)))
    expect(claims.length).toBeGreaterThan(0)
    expect(claims.filter(({ lines }) => lines.length === 0).map(({ figure }) => figure)).toEqual([])
  })
})
