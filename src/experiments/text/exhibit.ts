/** Memorised and shared bits of natural text against its amount, and the two losses beside the reference's. */
import type { Exhibit, FigureInput, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { axisOver, meanText, type Sample, seedPoints } from '@/core/figures/figure-points'
import type { Finding } from '@/core/findings/finding'
import { groupBy } from '@/core/group'
import { spread } from '@/core/metrics/stats'
import { knowledgeBits, type NetUnintendedBits, netUnintendedBits } from '@/core/metrics/unintended'
import type { TrialRecord } from '@/core/results/result'

const COLOR = { memorized: 8, shared: 3, net: 'kind-2' } as const

function sizesOf({ planned, records }: FigureInput): number[] {
  return [...planned, ...records].map(({ datasetSize }) => datasetSize)
}

const sizeAxis = (input: FigureInput) =>
  axisOver('strings of text', 'log', sizesOf(input), sizesOf(input).length === 0 ? [1, 10] : [Infinity, 0])

function line(
  key: string,
  label: string,
  color: FigureSeries['color'],
  style: FigureSeries['style'],
  samples: readonly Sample[],
): FigureSeries {
  return { key, label, color, style, points: seedPoints(samples) }
}

/** Where an axis has to reach: to the ends of error bars. */
const reachOf = (series: readonly FigureSeries[]): number[] =>
  series.flatMap(({ points }) => points.flatMap(({ y, low = y, high = y }) => [low, high]))

const samplesOf = (records: readonly TrialRecord[], value: (record: TrialRecord) => number): Sample[] =>
  records.map((record) => ({ x: record.datasetSize, y: value(record) }))

/** Clipped string by string: a small model that codes most strings worse than the reference has still memorised those that it codes better. */
const perParam = (record: TrialRecord): number => knowledgeBits(record).unintendedBits / record.params

/** What the same clipping leaves of strings that it never saw, and what is left without that. NaN of runs from before it was measured. */
const perParamOf = (part: keyof NetUnintendedBits) => (record: TrialRecord) =>
  netUnintendedBits(record, record.measures.heldoutClippedBitsPerString ?? Number.NaN)[part] / record.params
const floorPerParam = perParamOf('floorBits')
const netPerParam = perParamOf('netBits')

function memorizedFigure(input: FigureInput): LinesFigure {
  const { records, live, planned } = input
  const sizes = new Map(planned.map(({ key, datasetSize, params }) => [key, { datasetSize, params }]))
  const finished = new Set(records.map(({ trialKey }) => trialKey))
  const training = live.flatMap(({ trialKey, memorizedBits }) => {
    const trial = sizes.get(trialKey)
    return trial && !finished.has(trialKey)
      ? [{ x: trial.datasetSize, y: Math.max(0, memorizedBits) / trial.params, live: true }]
      : []
  })
  const memorized = line('memorised', 'memorised', COLOR.memorized, 'line', [
    ...samplesOf(records, perParam),
    ...training,
  ])
  const floor = line('floor', 'new strings', 'reference', 'curve', samplesOf(records, floorPerParam))
  // In front: the two lie on one another until new strings show something.
  const net = line('net', 'net', COLOR.net, 'dashed', samplesOf(records, netPerParam))
  return {
    kind: 'lines',
    id: 'memorized',
    title: 'Memorised bits of natural text',
    caption:
      'Solid: bits per parameter that a model saves on its training strings beyond a reference model that has read other pages, the paper’s unintended memorisation. It rises while strings are learned by heart, and falls when the language itself pays better. Thin: the same count over as many strings that it never saw, some of which it codes better than the reference too. Dashed: net, the first less the second, which is what comes of having read them.',
    x: sizeAxis(input),
    y: axisOver('memorised bits per parameter', 'linear', reachOf([memorized, floor, net]), [0, 1]),
    series: [memorized, floor, net],
  }
}

function lossFigure(input: FigureInput): LinesFigure {
  const { records } = input
  const series = [
    line(
      'test',
      'new text',
      COLOR.shared,
      'line',
      samplesOf(records, (r) => r.heldoutBitsPerToken),
    ),
    line(
      'train',
      'its own text',
      COLOR.memorized,
      'dashed',
      samplesOf(records, (r) => r.trainBitsPerToken),
    ),
    line(
      'reference',
      'reference',
      'reference',
      'curve',
      samplesOf(records, (r) => r.measures.referenceTestBitsPerToken ?? Number.NaN),
    ),
  ]
  return {
    kind: 'lines',
    id: 'loss',
    title: 'Loss against the amount of text',
    caption:
      'Bits per character. The two lines meet where the model has stopped learning strings by heart; the reference, on new text, shows what a model of twice the width knows of the language.',
    x: sizeAxis(input),
    y: axisOver('bits per character', 'linear', reachOf(series), [0, 5]),
    // They meet.
    names: 'beside',
    series,
  }
}

/** Bits per string: where new strings cost far more than a guess, their line leaves the chart. */
const LEAST_SHOWN = -20

function splitFigure(input: FigureInput): LinesFigure {
  const { records } = input
  const perString = (bits: (record: TrialRecord) => number) =>
    samplesOf(records, (record) => bits(record) / record.datasetSize)
  const series = [
    line(
      'memorised',
      'memorised',
      COLOR.memorized,
      'line',
      perString((record) => knowledgeBits(record).unintendedBits),
    ),
    line(
      'shared',
      'shared',
      COLOR.shared,
      'dashed',
      perString((record) => knowledgeBits(record).intendedBits),
    ),
    line(
      'new',
      'new strings',
      11,
      'line',
      perString((record) => knowledgeBits(record).heldOutBits),
    ),
  ]
  const values = series.flatMap(({ points }) => points.map(({ y }) => y))
  return {
    kind: 'lines',
    id: 'split',
    title: 'Bits saved on each string',
    caption:
      'Against an even guess among the 32 symbols. Shared: what the reference saves too, which is knowledge of the language; the rest is memorised. New strings: what it saves on strings that it never saw; below 0, and off the chart, where it is sure of what is wrong.',
    x: sizeAxis(input),
    y: axisOver(
      'bits per string',
      'linear',
      values.filter((bits) => bits >= LEAST_SHOWN),
      [Math.max(LEAST_SHOWN, Math.min(0, ...values)), 20],
    ),
    series,
  }
}

function findings(records: readonly TrialRecord[]): Finding[] {
  const sizes = [...groupBy(records, ({ datasetSize }) => datasetSize)].toSorted(([a], [b]) => a - b)
  if (sizes.length === 0) return []
  const means = sizes.map(([, group]) => spread(group.map(perParam)).mean)
  const at = means.indexOf(Math.max(...means))
  const [strings, top] = sizes[at]!
  const [most, last] = sizes.at(-1)!
  const paper = 'Morris et al.: on text, unintended memorisation rises and then falls as the data grow'
  if (sizes.length === 1) return []
  const perParamText = (runs: readonly TrialRecord[]) => meanText(runs.map(perParam), 2, 'bits per parameter')
  const peak = `It holds most, ${perParamText(top)}, of ${strings} strings`
  const rose = at > 0
  const fell = at < sizes.length - 1 && means.at(-1)! < 0.8 * means[at]!
  const floors = last.map(floorPerParam)
  const floor = floors.some(Number.isNaN)
    ? ''
    : `, where as many new strings would show ${meanText(floors)}: ${meanText(last.map(netPerParam))} net`
  const reference = spread(last.map(({ measures }) => measures.referenceTestBitsPerToken ?? Number.NaN)).mean
  return [
    {
      verdict: rose && fell ? 'agrees' : 'not reached',
      text: `${peak}, and ${perParamText(last)} of ${most}${floor}. ${rose && fell ? 'Learning by heart gives way to learning the language.' : 'The range that was run does not show both the rise and the fall.'}`,
      paper,
    },
    {
      verdict: 'seen',
      text: `On new text the model needs ${meanText(
        last.map(({ heldoutBitsPerToken }) => heldoutBitsPerToken),
        2,
        'bits per character',
      )} after ${most} strings; the reference needs ${reference.toFixed(2)}.`,
    },
  ]
}

export const exhibit: Exhibit = {
  figures: (input) => [memorizedFigure(input), lossFigure(input), splitFigure(input)],
  findings,
}
