/** Memorised and shared bits of natural text against its amount, and the two losses beside the reference's. */

import type { Exhibit, ExhibitInput, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { axisOver, lossAxis, reachOf, type Sample, seedPoints, valuesOf } from '@/core/figures/figure-points'
import { sentenceOf } from '@/core/findings/finding'
import { knowledgeBits } from '@/core/metrics/unintended'
import { learningStrings } from '@/core/runs/learning'
import { finishedRuns, isTraining, type Run } from '@/core/runs/run'
import { findings, settledBy, type TextFinding } from './findings'
import { floorPerParam, memorizedPerParam, netPerParam, type Reading, referenceLoss } from './series'
import { sentences, text } from './texts'

const COLOR = { memorized: 8, shared: 3, net: 'kind-2' } as const

function sizeAxis(runs: readonly Run[]) {
  const sizes = runs.map(({ trial }) => trial.datasetSize)
  return axisOver(text.strings, 'log', sizes, sizes.length === 0 ? [1, 10] : [Infinity, 0])
}

function line(
  key: string,
  label: string,
  color: FigureSeries['color'],
  style: FigureSeries['style'],
  samples: readonly Sample[],
): FigureSeries {
  return { key, label, color, style, points: seedPoints(samples) }
}

const samplesOf = (runs: readonly Run[], read: Reading): Sample[] =>
  finishedRuns(runs).map((run) => ({ x: run.trial.datasetSize, y: read(run) }))

function memorizedFigure({ runs }: ExhibitInput): LinesFigure {
  const training = runs.filter(isTraining).map(
    ({ trial, live }): Sample => ({
      x: trial.datasetSize,
      y: Math.max(0, live.memorizedBits) / trial.params,
      live: true,
    }),
  )
  const memorized = line('memorised', text.memorised, COLOR.memorized, 'line', [
    ...samplesOf(runs, memorizedPerParam),
    ...training,
  ])
  const floor = line('floor', text.newStrings, 'reference', 'curve', samplesOf(runs, floorPerParam))
  // In front: the two lie on one another until new strings show something.
  const net = line('net', text.memorized.net, COLOR.net, 'thin', samplesOf(runs, netPerParam))
  return {
    kind: 'lines',
    id: 'memorized',
    title: text.memorized.title,
    caption: text.memorized.caption,
    x: sizeAxis(runs),
    y: axisOver(text.memorized.y, 'linear', reachOf([memorized, floor, net]), [0, 1]),
    series: [memorized, floor, net],
  }
}

function lossFigure({ runs }: ExhibitInput): LinesFigure {
  const series = [
    line(
      'test',
      text.loss.test,
      COLOR.shared,
      'line',
      samplesOf(runs, ({ record }) => record.heldoutBitsPerToken),
    ),
    line(
      'train',
      text.loss.train,
      COLOR.memorized,
      'thin',
      samplesOf(runs, ({ record }) => record.trainBitsPerToken),
    ),
    line('reference', text.loss.reference, 'reference', 'curve', samplesOf(runs, referenceLoss)),
  ]
  return {
    kind: 'lines',
    id: 'loss',
    title: text.loss.title,
    caption: text.loss.caption,
    x: sizeAxis(runs),
    y: lossAxis(text.loss.y, reachOf(series), 5),
    // They meet.
    names: 'beside',
    series,
  }
}

/** Bits per string: where new strings cost far more than a guess, their line leaves the chart. */
const LEAST_SHOWN = -20

function splitFigure({ runs }: ExhibitInput): LinesFigure {
  const perString = (part: 'unintendedBits' | 'intendedBits' | 'heldOutBits') =>
    samplesOf(runs, ({ record }) => knowledgeBits(record)[part] / record.datasetSize)
  const series = [
    line('memorised', text.memorised, COLOR.memorized, 'line', perString('unintendedBits')),
    line('shared', text.split.shared, COLOR.shared, 'line', perString('intendedBits')),
    line('new', text.newStrings, 11, 'line', perString('heldOutBits')),
  ]
  const values = valuesOf(series)
  return {
    kind: 'lines',
    id: 'split',
    title: text.split.title,
    caption: text.split.caption,
    x: sizeAxis(runs),
    y: axisOver(
      text.split.y,
      'linear',
      values.filter((bits) => bits >= LEAST_SHOWN),
      [Math.max(LEAST_SHOWN, Math.min(0, ...values)), 20],
    ),
    series,
  }
}

export const exhibit: Exhibit<TextFinding> = {
  figures: (input) => [memorizedFigure(input), lossFigure(input), splitFigure(input)],
  findings,
  learning: (runs) => learningStrings(runs, 'of text'),
  sentence: (finding) => sentenceOf(sentences, finding),
  settledBy,
}
