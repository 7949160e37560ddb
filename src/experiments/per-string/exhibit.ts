/** Exposure or bits by copies, bits of every string, rare against common, and the tokens themselves. */
import { mean, quantile } from 'simple-statistics'
import type {
  Exhibit,
  ExhibitInput,
  FigureAxis,
  FigurePoint,
  FigureSeries,
  GridFigure,
  LinesFigure,
} from '@/core/figures/figure'
import {
  AWAITS_END,
  axisOver,
  type Sample,
  seedPoints,
  sizeStep,
  stepAxis,
  valuesOf,
} from '@/core/figures/figure-points'
import { boundLine, levelLine } from '@/core/figures/reference-lines'
import { sentenceOf } from '@/core/findings/finding'
import { UNEXPOSED_BITS } from '@/core/metrics/exposure'
import { sharedHistogram } from '@/core/metrics/membership'
import { curve, curvePoints, lastValue } from '@/core/runs/curve'
import { isTraining, type Run } from '@/core/runs/run'
import { findings, type PerStringFinding, settledBy } from './findings'
import { CANDIDATES, plantingOf, shownNames } from './planted-strings'
import { type RunGroup, runGroups, shownRun } from './series'
import { sentences, text } from './texts'

/** Training strings dark, new ones light, planted ones between. */
const COLORS = { trained: 10, newStrings: 2, planted: 6 } as const
const BINS = 28
/** A few strings that a model is very wrong about would press all others into a corner. */
const CLIPPED_SHARE = 0.02
const BOUND_BITS = Math.log2(CANDIDATES + 1)

/** Numbers of copies that are planned, ascending; empty where nothing is planted. */
function copiesOf(runs: readonly Run[]): number[] {
  const all = runs.flatMap(({ trial }) => plantingOf(trial.settings).repeats)
  return [...new Set(all)].toSorted((a, b) => a - b)
}

/** The most names that fit without running into each other. */
const MOST_NAMED_COPIES = 7

function copiesAxis(copies: readonly number[]): FigureAxis {
  const several = copies.length > 1
  const axis = axisOver(text.timesInData, 'log', copies, several ? [copies[0]!, 1] : [1, 64])
  return several && copies.length <= MOST_NAMED_COPIES ? { ...axis, ticks: copies } : axis
}

const groupSamples = (group: RunGroup, measure: string): Sample[] =>
  group.runs.flatMap(({ record: { measures } }) =>
    group.repeats.flatMap((x): Sample[] => {
      const y = measures[`${measure}${x}`]
      return y === undefined ? [] : [{ x, y }]
    }),
  )

const exposureCurve = (copies: number): string => `exposures.copies${copies}`
const bitsCurve = (copies: number): string => `plantedBits${copies}`

/** One line for each group of seeds; what trains is one more. @param measure, @param liveCurve that begin or end with the copies. */
function byCopiesSeries(
  runs: readonly Run[],
  measure: string,
  liveCurve: (copies: number) => string,
): FigureSeries[] {
  const groups = runGroups(runs).filter(({ repeats }) => repeats.length > 0)
  const live = runs.filter(isTraining).flatMap((run) =>
    copiesOf(runs).flatMap((x): Sample[] => {
      const y = lastValue(run, liveCurve(x))
      return y === undefined ? [] : [{ x, y, live: true }]
    }),
  )
  const own = groups.map(
    (group, i): FigureSeries => ({
      key: group.key,
      label: group.about === '' ? text.planted : group.about,
      color: sizeStep(i, groups.length),
      style: 'line',
      points: seedPoints(groupSamples(group, measure)),
    }),
  )
  if (live.length === 0) return own
  return [
    ...own,
    // Of the same strings as the line of the seeds that have finished; before there is one it stands in its place, in its colour.
    {
      key: 'training',
      label: own.length === 0 ? text.planted : text.plantedNow,
      color: own.length === 0 ? sizeStep(0, 1) : COLORS.planted,
      style: 'line',
      points: seedPoints(live),
    },
  ]
}

const exposureAxis = (): FigureAxis => axisOver(text.exposureBits, 'linear', [], [0, BOUND_BITS + 1])

function exposureFigure({ runs }: ExhibitInput): LinesFigure {
  const copies = copiesOf(runs)
  return {
    kind: 'lines',
    id: 'exposure',
    title: text.exposure.title,
    caption: text.exposure.caption(CANDIDATES, BOUND_BITS),
    x: copiesAxis(copies),
    y: exposureAxis(),
    series: [
      ...byCopiesSeries(runs, 'exposureBits', exposureCurve),
      boundLine(text.exposure.bound, text.exposure.bound, BOUND_BITS, copiesAxis(copies)),
      levelLine(text.exposure.unexposed, text.exposure.unexposed, UNEXPOSED_BITS, copiesAxis(copies)),
    ],
  }
}

function copiesFigure({ runs }: ExhibitInput): LinesFigure {
  const copies = copiesOf(runs)
  const series = byCopiesSeries(runs, 'plantedBits', bitsCurve)
  const { seqLen, vocab } = runs[0]?.trial.shape ?? { seqLen: 1, vocab: 2 }
  const all = seqLen * Math.log2(vocab)
  const isCanary = runs.some(({ trial }) => plantingOf(trial.settings).kind === 'canaries')
  return {
    kind: 'lines',
    id: 'copies',
    title: text.copies.title,
    caption: text.copies.caption,
    x: copiesAxis(copies),
    y: axisOver(text.copies.y, 'linear', valuesOf(series), [0, all]),
    series: isCanary
      ? [...series, boundLine(text.copies.all, text.copies.all, all, copiesAxis(copies))]
      : series,
  }
}

/** First parts of the record's traces that list single strings: those of held-out strings are called `strangers.…`, as in every record so far. */
const LISTED = { trained: 'strings', newStrings: 'strangers' } as const

function distributionFigure({ runs }: ExhibitInput): LinesFigure {
  const shown = shownRun(runs)?.record
  const groups = Object.values(LISTED).map((kind) => shown?.traces[`${kind}.memorizedBits`] ?? [])
  const all = groups.flat()
  const least = all.length > 0 ? quantile(all, CLIPPED_SHARE) : 0
  const histogram = sharedHistogram(
    groups.map((bits) => bits.map((own) => Math.max(least, own))),
    BINS,
  )
  const outline = (i: number): FigurePoint[] =>
    (histogram?.shares[i] ?? []).map((y, j) => ({
      x: (histogram!.edges[j]! + histogram!.edges[j + 1]!) / 2,
      y,
    }))
  const shares = histogram?.shares.flat() ?? []
  return {
    kind: 'lines',
    id: 'distribution',
    title: text.distribution.title,
    awaits: AWAITS_END,
    caption: text.distribution.caption(shown?.datasetSize),
    x: axisOver(text.distribution.x, 'linear', histogram?.edges ?? [], [0, 8]),
    y: axisOver(text.distribution.y, 'linear', shares, [0, 0.1]),
    series: (['trained', 'newStrings'] as const).map((kind, i) => ({
      key: kind,
      label: text[kind],
      color: COLORS[kind],
      style: 'steps',
      points: outline(i),
    })),
  }
}

function rarenessFigure({ runs }: ExhibitInput): LinesFigure {
  const shown = shownRun(runs)?.record
  const listed = (kind: keyof typeof LISTED, column: string) =>
    shown?.traces[`${LISTED[kind]}.${column}`] ?? []
  const trained = listed('trained', 'sourceBits')
  const average = trained.length > 0 ? mean([...trained]) : 0
  const series = (['newStrings', 'trained'] as const).map((kind): FigureSeries => {
    const bits = listed(kind, 'memorizedBits')
    const points = listed(kind, 'sourceBits').map((own, i) => ({ x: own - average, y: bits[i]! }))
    return {
      key: kind,
      label: text[kind],
      color: COLORS[kind],
      style: 'dots',
      points: points.toSorted((a, b) => a.x - b.x),
    }
  })
  const points = series.flatMap((own) => own.points)
  return {
    kind: 'lines',
    id: 'rareness',
    title: text.rareness.title,
    awaits: AWAITS_END,
    caption: text.rareness.caption(shown?.datasetSize),
    x: axisOver(
      text.rareness.x,
      'linear',
      points.map(({ x }) => x),
      [-4, 4],
    ),
    y: axisOver(
      text.rareness.y,
      'linear',
      points.map(({ y }) => y),
      [0, 8],
    ),
    series,
  }
}

/** Shows the run that trains now; when all have finished, the one whose single strings are drawn. */
function tokensFigure({ runs }: ExhibitInput): GridFigure {
  const finished = shownRun(runs)
  const training = runs.filter(isTraining).find(({ live }) => live.grid !== undefined)
  const trial = (training ?? finished)?.trial
  const grid = training?.live.grid
  return {
    kind: 'grid',
    id: 'tokens',
    title: grid ? text.tokens.titleNow : text.tokens.title,
    caption: text.tokens.caption(trial),
    rowsLabel: text.tokens.rows,
    columnsLabel: text.tokens.columns,
    rowNames: trial ? shownNames(trial.settings, trial.datasetSize) : [],
    columnNames: [],
    columns: grid?.columns ?? Math.min(64, runs[0]?.trial.shape.seqLen ?? 1),
    values: grid?.values ?? finished?.record.traces['grid.probability'] ?? [],
    legend: text.tokens.legend,
  }
}

function trainingFigure({ runs }: ExhibitInput): LinesFigure {
  const copies = copiesOf(runs)
  const finished = shownRun(runs)
  // Until a run has finished, the one that trains.
  const shown =
    finished ??
    runs.filter(isTraining).find((run) => copies.some((count) => curve(run, exposureCurve(count))))
  return {
    kind: 'lines',
    id: 'training',
    title: text.training.title,
    caption: text.training.caption(finished?.trial.datasetSize),
    x: stepAxis(runs),
    y: exposureAxis(),
    names: 'beside',
    series: copies.map((count, i): FigureSeries => {
      const own = shown && curve(shown, exposureCurve(count))
      return {
        key: `copies ${count}`,
        label: text.times(count),
        color: sizeStep(i, copies.length),
        style: 'curve',
        points: own ? curvePoints(own) : [],
      }
    }),
  }
}

export const exhibit: Exhibit<PerStringFinding> = {
  figures: (input) => {
    // Of uniform strings none is rarer than another, and a text is counted as if it were one.
    const source = input.runs[0]?.trial.source.id
    const isUniform = source === 'uniform' || source === 'own'
    const strings = [
      distributionFigure(input),
      ...(isUniform ? [] : [rarenessFigure(input)]),
      tokensFigure(input),
    ]
    return copiesOf(input.runs).length === 0
      ? strings
      : [exposureFigure(input), ...strings, copiesFigure(input), trainingFigure(input)]
  },
  findings,
  sentence: (finding) => sentenceOf(sentences, finding),
  settledBy,
}
