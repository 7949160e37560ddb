/** Memorised bits per parameter of each family against the data, and how fast each learns. */

import type { Exhibit, FigureInput, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { axisOver, meanText, type Sample, seedPoints, sizeStep, stepAxis } from '@/core/figures/figure-points'
import type { Finding } from '@/core/findings/finding'
import { groupBy } from '@/core/group'
import { spread } from '@/core/metrics/stats'
import { families, familyById } from '@/core/model/families'
import type { TrialRecord } from '@/core/results/result'
import { trainingRuns } from '@/core/runs/curve'
import { modelCapacities, PLATEAU_GROWTH } from '@/core/runs/fit'

interface Kind {
  readonly family: string
  readonly tied: boolean
}

const kindKey = ({ family, tied }: Kind): string => `${family}${tied ? ' tied' : ''}`
const kindLabel = ({ family, tied }: Kind): string => `${familyById(family).label}${tied ? ', tied' : ''}`
/** In a list, whose commas part one from the other. */
const kindName = ({ family, tied }: Kind): string => `${tied ? 'tied ' : ''}${familyById(family).label}`
/** Each family keeps its colour whatever else is drawn. */
const familyOrder = [...families.keys()]
const kindColor = ({ family }: Kind): number => sizeStep(familyOrder.indexOf(family), familyOrder.length)

function kindsOf({ planned, records }: FigureInput): Kind[] {
  const all = [...planned.map(({ family, shape }) => ({ family, tied: shape.tied })), ...records]
  const distinct = new Map(all.map(({ family, tied }) => [kindKey({ family, tied }), { family, tied }]))
  return [...distinct.values()].toSorted(
    (a, b) =>
      familyOrder.indexOf(a.family) - familyOrder.indexOf(b.family) || Number(a.tied) - Number(b.tied),
  )
}

function samples({ planned, records, live }: FigureInput, kind: Kind): Sample[] {
  const finished = new Set(records.map(({ trialKey }) => trialKey))
  const trials = new Map(planned.map((trial) => [trial.key, trial]))
  const isOwn = (other: Kind) => kindKey(other) === kindKey(kind)
  return [
    ...records.filter(isOwn).map((record) => ({
      x: record.datasetBits / record.params,
      y: record.bitsPerParam,
    })),
    ...live.flatMap(({ trialKey, datasetBits, memorizedBits }) => {
      const trial = trials.get(trialKey)
      if (!trial || finished.has(trialKey) || !isOwn({ family: trial.family, tied: trial.shape.tied }))
        return []
      return [{ x: datasetBits / trial.params, y: memorizedBits / trial.params, live: true }]
    }),
  ]
}

function bitsFigure(input: FigureInput): LinesFigure {
  const series = kindsOf(input).map(
    (kind): FigureSeries => ({
      key: kindKey(kind),
      label: kindLabel(kind),
      color: kindColor(kind),
      style: kind.tied ? 'dashed' : 'line',
      points: seedPoints(samples(input, kind)),
    }),
  )
  const plannedX = input.planned.map(
    ({ datasetSize, params, shape }) => (datasetSize * shape.seqLen * Math.log2(shape.vocab)) / params,
  )
  const x = [...plannedX, ...input.records.map(({ datasetBits, params }) => datasetBits / params)]
  return {
    kind: 'lines',
    id: 'bits',
    title: 'Memorised bits for each parameter',
    caption:
      'The same strings, the same recipe, other blocks. While the data fit, all families lie on one line; what they reach beyond it is their capacity.',
    x: axisOver(
      'data, bits per parameter',
      'log',
      x,
      x.length === 0 ? [1, 10] : [Number.POSITIVE_INFINITY, 0],
    ),
    y: axisOver(
      'memorised bits per parameter',
      'linear',
      series.flatMap(({ points }) => points.map(({ y }) => y)),
      [0, 2],
    ),
    series,
  }
}

/** The run on the most data that every family has, first seed. */
function learningFigure(input: FigureInput): LinesFigure {
  const { records } = input
  const runs = trainingRuns(input)
  const seed = Math.min(...runs.map((run) => run.seed))
  const series = kindsOf(input).flatMap((kind): FigureSeries[] => {
    const own = runs.filter((record) => kindKey(record) === kindKey(kind) && record.seed === seed)
    const largest = own.toSorted((a, b) => b.datasetBits / b.params - a.datasetBits / a.params)[0]
    const steps = largest?.traces['loss.step']
    const losses = largest?.traces['loss.bitsPerToken']
    if (!steps || !losses) return []
    return [
      {
        key: kindKey(kind),
        label: kindLabel(kind),
        color: kindColor(kind),
        style: kind.tied ? 'dashed-curve' : 'curve',
        points: steps.map((x, i) => ({ x, y: Math.log2(largest.vocab) - losses[i]! })),
      },
    ]
  })
  return {
    kind: 'lines',
    id: 'learning',
    title: 'Bits saved while it trains, on the most data',
    caption:
      'One seed. What a token of the training strings costs less than an even guess among all symbols: how soon each family begins to learn them.',
    x: stepAxis(input.planned, records),
    y: axisOver(
      'bits saved per token',
      'linear',
      series.flatMap(({ points }) => points.map(({ y }) => y)),
      [0, 1],
    ),
    series,
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** a, b and c. */
const listText = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ')

interface Held {
  readonly label: string
  /** Bits per parameter of each seed. */
  readonly perParam: readonly number[]
  /** Or not known to have stopped. */
  readonly grows: boolean
}

function findings(records: readonly TrialRecord[]): Finding[] {
  const kinds = [...groupBy(records, kindKey).values()].flatMap((own): Held[] => {
    const capacity = modelCapacities(own).at(-1)
    if (!capacity) return []
    const perParam = [...capacity.bySeed.values()].map((bits) => bits / capacity.params)
    const grows = (capacity.growthAtEnd ?? Number.POSITIVE_INFINITY) >= PLATEAU_GROWTH
    return [{ label: kindName(own[0]!), perParam, grows }]
  })
  if (kinds.length === 0) return []
  const ranked = kinds.toSorted((a, b) => spread(b.perParam).mean - spread(a.perParam).mean)
  const list = ranked.map(({ label, perParam }) => `${label} ${meanText(perParam)}`).join('; ')
  const growing = ranked.filter(({ grows }) => grows).map(({ label }) => label)
  const all: Finding =
    growing.length > 0
      ? {
          verdict: 'not reached',
          text: `Bits for each parameter so far: ${list}. ${capital(listText(growing))} still ${growing.length === 1 ? 'grows' : 'grow'} with the data: these are lower bounds.`,
        }
      : { verdict: 'seen', text: `Bits for each parameter: ${list}.` }
  return ranked.length > 1 ? [all, rankingFinding(ranked, growing.length > 0)] : [all]
}

/** A difference of two families is one where every seed of the one holds more than every seed of the other, and both are full. */
function rankingFinding(ranked: readonly Held[], isGrowing: boolean): Finding {
  const [best, worst] = [ranked[0]!, ranked.at(-1)!]
  const [most, least] = [spread(best.perParam), spread(worst.perParam)]
  const text = `${capital(worst.label)} holds ${Math.round((100 * least.mean) / most.mean)} % of what ${best.label} holds for each parameter`
  const notReached = (why: string): Finding => ({ verdict: 'not reached', text: `${text}${why}` })
  if (isGrowing) return notReached(' so far: a ranking has to wait until all have stopped growing.')
  if (Math.min(most.count, least.count) < 2)
    return notReached(' in one seed: a ranking needs at least two of each.')
  if (least.max >= most.min)
    return notReached(': seeds of the two overlap, so the families cannot be told apart.')
  return { verdict: 'seen', text: `${text}, and no seed of the one reaches a seed of the other.` }
}

export const exhibit: Exhibit = {
  figures: (input) => [bitsFigure(input), learningFigure(input)],
  findings,
}
