/** Exposure or bits by copies, bits of every string, rare against common, and the tokens themselves. */
import { mean, quantile } from 'simple-statistics'
import type {
  Exhibit,
  FigureAxis,
  FigureInput,
  FigurePoint,
  FigureSeries,
  GridFigure,
  LinesFigure,
} from '@/core/figures/figure'
import { AWAITS_END, axisOver, type Sample, seedPoints, sizeStep } from '@/core/figures/figure-points'
import { UNEXPOSED_BITS } from '@/core/metrics/exposure'
import { sharedHistogram } from '@/core/metrics/membership'
import { findings } from './findings'
import { CANDIDATES, plantingOf, shownNames } from './plant'
import { type RunGroup, runGroups, shownRun } from './series'

/** Training strings dark, new ones light, planted ones between. */
const COLORS = { members: 10, strangers: 2, planted: 6 } as const
const BINS = 28
/** A few strings that a model is very wrong about would press all others into a corner. */
const CLIPPED_SHARE = 0.02
const BOUND_BITS = Math.log2(CANDIDATES + 1)

/** Numbers of copies that are planned or have run, ascending; empty where nothing is planted. */
function copiesOf({ planned, records }: FigureInput): number[] {
  const all = [...planned, ...records].flatMap(({ settings }) => plantingOf(settings).repeats)
  return [...new Set(all)].toSorted((a, b) => a - b)
}

/** More names than this would run into each other. */
const MOST_NAMED_COPIES = 7

function copiesAxis(copies: readonly number[]): FigureAxis {
  const several = copies.length > 1
  const axis = axisOver('times in the data', 'log', copies, several ? [copies[0]!, 1] : [1, 64])
  return several && copies.length <= MOST_NAMED_COPIES ? { ...axis, ticks: copies } : axis
}

const flat = (label: string, y: number, copies: readonly number[]): FigureSeries => {
  const { min, max } = copiesAxis(copies)
  return {
    key: label,
    label,
    color: 'reference',
    style: 'curve',
    points: [min, max].map((x): FigurePoint => ({ x, y })),
  }
}

const groupSamples = (group: RunGroup, name: string): Sample[] =>
  group.records.flatMap(({ measures }) =>
    group.repeats.flatMap((x): Sample[] => {
      const y = measures[`${name}${x}`]
      return y === undefined ? [] : [{ x, y }]
    }),
  )

/** One line for each size; what trains is one more. */
function byCopiesSeries(input: FigureInput, name: string): FigureSeries[] {
  const groups = runGroups(input.records).filter(({ repeats }) => repeats.length > 0)
  const finished = new Set(input.records.map(({ trialKey }) => trialKey))
  const live = input.live.flatMap(({ trialKey, looked }): Sample[] => {
    if (finished.has(trialKey) || !looked) return []
    return copiesOf(input).flatMap((x) => {
      const y = looked.values[`${name}${x}`]?.at(-1)
      return y === undefined ? [] : [{ x, y, live: true }]
    })
  })
  const own = groups.map(
    (group, i): FigureSeries => ({
      key: group.key,
      label: group.about === '' ? 'planted' : group.about,
      color: sizeStep(i, groups.length),
      style: 'line',
      points: seedPoints(groupSamples(group, name)),
    }),
  )
  if (live.length === 0) return own
  return [
    ...own,
    // Of the same strings as the line of the seeds that have finished, where there is one.
    {
      key: 'training',
      label: own.length === 0 ? 'planted' : 'planted, now',
      color: COLORS.planted,
      style: 'line',
      points: seedPoints(live),
    },
  ]
}

function exposureFigure(input: FigureInput): LinesFigure {
  const copies = copiesOf(input)
  return {
    kind: 'lines',
    id: 'exposure',
    title: 'How exposed a planted string is',
    caption: `Each planted string is ranked among ${CANDIDATES} strings of its kind that were left out, by how likely the model finds them. First of all of them is ${BOUND_BITS.toFixed(0)} bits, the most that so many can show; a string that was never planted has ${UNEXPOSED_BITS.toFixed(2)} on average.`,
    x: copiesAxis(copies),
    y: axisOver('exposure, bits', 'linear', [], [0, BOUND_BITS + 1]),
    series: [
      ...byCopiesSeries(input, 'exposureBits'),
      flat('the most', BOUND_BITS, copies),
      flat('not planted', UNEXPOSED_BITS, copies),
    ],
  }
}

function copiesFigure(input: FigureInput): LinesFigure {
  const copies = copiesOf(input)
  const series = byCopiesSeries(input, 'plantedBits')
  const { seqLen, vocab } = input.planned[0]?.shape ?? input.records[0] ?? { seqLen: 1, vocab: 2 }
  const all = seqLen * Math.log2(vocab)
  const isCanary = [...input.planned, ...input.records].some(
    ({ settings }) => plantingOf(settings).kind === 'canaries',
  )
  return {
    kind: 'lines',
    id: 'copies',
    title: 'What is kept of a planted string',
    caption:
      'Memorised bits of one planted string, each distinct string counted once. Negative where the model finds it less likely than its source does.',
    x: copiesAxis(copies),
    y: axisOver(
      'memorised bits',
      'linear',
      series.flatMap(({ points }) => points.map(({ y }) => y)),
      [0, all],
    ),
    series: isCanary ? [...series, flat('all of it', all, copies)] : series,
  }
}

function distributionFigure(input: FigureInput): LinesFigure {
  const shown = shownRun(input.records)
  const values = (name: string) => shown?.traces[name] ?? []
  const groups = [values('strings.memorizedBits'), values('strangers.memorizedBits')]
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
    title: 'Which strings are kept',
    awaits: AWAITS_END,
    caption: `Share of the strings by the bits that the model memorised of them: what the source says they take, less what the model needs. Training strings are those that are there once. The first bar holds all that lies further left.${
      shown ? ` N ${shown.datasetSize}, one seed.` : ''
    }`,
    x: axisOver('memorised bits of a string', 'linear', histogram?.edges ?? [], [0, 8]),
    y: axisOver('share of strings', 'linear', shares, [0, 0.1]),
    series: [
      {
        key: 'members',
        label: 'training',
        color: COLORS.members,
        style: 'steps',
        points: outline(0),
      },
      { key: 'strangers', label: 'new strings', color: COLORS.strangers, style: 'steps', points: outline(1) },
    ],
  }
}

function rarenessFigure(input: FigureInput): LinesFigure {
  const shown = shownRun(input.records)
  const sourceBits = (key: string) => shown?.traces[`${key}.sourceBits`] ?? []
  const trained = sourceBits('strings')
  const average = trained.length > 0 ? mean([...trained]) : 0
  const cloud = (key: string, label: string, color: number): FigureSeries => {
    const bits = shown?.traces[`${key}.memorizedBits`] ?? []
    const points = sourceBits(key).map((own, i) => ({ x: own - average, y: bits[i]! }))
    return { key, label, color, style: 'dots', points: points.toSorted((a, b) => a.x - b.x) }
  }
  const series = [
    cloud('strangers', 'new strings', COLORS.strangers),
    cloud('strings', 'training', COLORS.members),
  ]
  const points = series.flatMap((own) => own.points)
  const xs = points.map(({ x }) => x)
  return {
    kind: 'lines',
    id: 'rareness',
    title: 'Rare against common strings',
    awaits: AWAITS_END,
    caption: `Each dot is a string: to the right those that the source gives more seldom than most, upwards those of which more was memorised. New strings show what the model makes of rare strings in general; the gap between the clouds is memory.${
      shown ? ` N ${shown.datasetSize}, one seed, up to 240 of each.` : ''
    }`,
    x: axisOver('rareness: bits beyond an average string', 'linear', xs, [-4, 4]),
    y: axisOver(
      'memorised bits',
      'linear',
      points.map(({ y }) => y),
      [0, 8],
    ),
    series,
  }
}

function tokensFigure(input: FigureInput): GridFigure {
  const shown = shownRun(input.records)
  const training = input.live.find(({ looked }) => looked?.grid !== undefined)
  const trial = input.planned.find(({ key }) => key === training?.trialKey)
  const grid = trial ? training?.looked?.grid : undefined
  const run = grid ? trial : shown
  const seqLen = input.planned[0]?.shape.seqLen ?? shown?.seqLen ?? 1
  return {
    kind: 'grid',
    id: 'tokens',
    title: grid ? 'What it knows of each string now' : 'What it knows of each string',
    caption: `Each row is a training string, named by how often it is in the data, each cell a token, its shade how sure the model is of it, given the true tokens before it.${
      run ? ` N ${run.datasetSize}, seed ${run.seed}.` : ''
    }`,
    rowsLabel: 'strings',
    columnsLabel: 'position',
    rowNames: run ? shownNames(run.settings, run.datasetSize) : [],
    columnNames: [],
    columns: grid?.columns ?? Math.min(64, seqLen),
    values: grid?.values ?? shown?.traces['grid.probability'] ?? [],
    legend: ['impossible', 'certain'],
  }
}

function trainingFigure(input: FigureInput): LinesFigure {
  const shown = shownRun(input.records)
  const looked = input.live.find((own) => own.looked !== undefined)?.looked
  // Until a run has finished, the one that trains.
  const steps = shown ? (shown.traces['exposures.step'] ?? []) : (looked?.steps ?? [])
  const exposures = (count: number) =>
    (shown ? shown.traces[`exposures.copies${count}`] : looked?.values[`exposureBits${count}`]) ?? []
  const copies = copiesOf(input)
  const most = Math.max(2, ...input.planned.map((trial) => trial.steps), ...steps)
  return {
    kind: 'lines',
    id: 'training',
    title: 'Exposure while it trains',
    caption: `Mean over the strings planted equally often${shown ? `, N ${shown.datasetSize}, one seed` : ''}.`,
    x: { label: 'step', scale: 'log', min: 1, max: most },
    y: axisOver('exposure, bits', 'linear', [], [0, BOUND_BITS + 1]),
    names: 'beside',
    series: copies.map((count, i) => ({
      key: `copies ${count}`,
      label: `×${count}`,
      color: sizeStep(i, copies.length),
      style: 'curve',
      points: exposures(count).map((y, j) => ({ x: steps[j]!, y })),
    })),
  }
}

export const exhibit: Exhibit = {
  figures: (input) => {
    // Of uniform strings none is rarer than another.
    const source = input.planned[0]?.source.id ?? input.records[0]?.source
    const strings = [
      distributionFigure(input),
      ...(source === 'uniform' ? [] : [rarenessFigure(input)]),
      tokensFigure(input),
    ]
    return copiesOf(input).length === 0
      ? strings
      : [exposureFigure(input), ...strings, copiesFigure(input), trainingFigure(input)]
  },
  findings,
}
