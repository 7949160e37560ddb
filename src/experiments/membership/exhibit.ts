/** The attack against data over capacity, its ROC curves, the losses that it tells apart, and how it comes about in training. */

import type { Exhibit, ExhibitInput, FigurePoint, FigureSeries, LinesFigure } from '@/core/figures/figure'
import {
  AWAITS_END,
  axisOver,
  dataAxis,
  type Sample,
  seedPoints,
  shareAxis,
  sizeStep,
  stepAxis,
  valuesOf,
} from '@/core/figures/figure-points'
import { levelLine } from '@/core/figures/reference-lines'
import { trainingSeries } from '@/core/figures/training-series'
import { sentenceOf } from '@/core/findings/finding'
import { logSpaced } from '@/core/metrics/log-steps'
import { printedMembershipF1, reconstructedMembershipF1 } from '@/core/metrics/sigmoid-fit'
import { lastValue } from '@/core/runs/curve'
import { type CapacityAxis, capacityAxis } from '@/core/runs/data-over-capacity'
import { byModel, type ModelRuns, ofFirstSeed } from '@/core/runs/group'
import { latestMean, learningStrings, stringsText } from '@/core/runs/learning'
import { finishedRuns, isFinished, isTraining, recordsOf } from '@/core/runs/run'
import { findings, type MembershipFinding, settledBy } from './findings'
import { attackFit, CHANCE, rawPerSourceBit, type Score } from './series'
import { sentences, text } from './texts'

const COLORS: Readonly<Record<string, number>> = { auc: 9, f1: 3, tprAt1Fpr: 9, aucCalibrated: 3 }
/** Points of a line that a formula draws. */
const CURVE_POINTS = 64

/** Data over capacity from which the laws are drawn: the one as printed rises between here and 1, and is flat beyond. */
const LAW_FROM = 0.01
/** The printed law ends a little above 1, for which there shall be no tick. */
const LAW_AXIS = { min: 0, max: 1.05, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] } as const

/** A measure of the finished runs of a model, and perhaps the latest of those in training. */
function scoreLine(
  model: ModelRuns,
  axis: CapacityAxis,
  measure: string,
  label: string,
  live: readonly Sample[] = [],
): FigureSeries {
  const samples = finishedRuns(model.runs).map((run) => ({
    x: axis.of(run),
    y: run.record.measures[measure] ?? Number.NaN,
  }))
  return {
    key: `${measure} ${model.params}`,
    label: `${label}${model.about}`,
    color: COLORS[measure] ?? 6,
    style: 'line',
    points: seedPoints([...samples, ...live]),
  }
}

/** A formula over the whole axis. */
function formula(
  key: string,
  label: string,
  color: FigureSeries['color'],
  [from, to]: readonly [number, number],
  at: (x: number) => number,
): FigureSeries {
  const points = logSpaced(from, to, CURVE_POINTS).map((x): FigurePoint => ({ x, y: at(x) }))
  return { key, label, color, style: 'formula', points }
}

const liveAucs = ({ runs }: ModelRuns, axis: CapacityAxis): Sample[] =>
  runs.filter(isTraining).flatMap((run) => {
    const y = lastValue(run, 'attack.auc')
    return y === undefined ? [] : [{ x: axis.of(run), y, live: true }]
  })

const allMembers = ([min, max]: readonly [number, number]): FigureSeries =>
  levelLine('always', text.allMembers, CHANCE.f1, { min, max })

function attackFigure({ runs }: ExhibitInput): LinesFigure {
  const axis = capacityAxis(runs)
  /** The fitted curve lies on its points, so it needs no name beside theirs. */
  const fitted = (model: ModelRuns, score: Score, label: string): FigureSeries[] => {
    const fit = attackFit(model, axis, score)
    const perParam = axis.capacityOf(model.params)
    if (!fit) return []
    return [
      formula(`${label}, fit${model.about}`, '', COLORS[score]!, axis.range, (x) => fit.at(x * perParam)),
    ]
  }
  return {
    kind: 'lines',
    id: 'attack',
    title: text.attack.title,
    caption: text.attack.caption,
    x: dataAxis(axis),
    y: shareAxis(text.attack.y),
    series: [
      ...byModel(runs).flatMap((model) => [
        scoreLine(model, axis, 'auc', text.auc, liveAucs(model, axis)),
        scoreLine(model, axis, 'f1', text.f1),
        ...fitted(model, 'auc', text.auc),
        ...fitted(model, 'f1', text.f1),
      ]),
      allMembers(axis.range),
    ],
  }
}

/** The printed law in a figure of its own: it needs two decades to the left of the attack's, where nobody trains. */
function lawFigure({ runs }: ExhibitInput): LinesFigure {
  const axis = capacityAxis(runs)
  const models = byModel(runs)
  const range = [Math.min(LAW_FROM, axis.range[0]), axis.range[1]] as const
  // As meant it is a law of bits per parameter, so each model has its own place on this axis.
  const meant = models.length > 0 ? models : [{ params: 0, about: '', runs: [] }]
  return {
    kind: 'lines',
    id: 'law',
    title: text.law.title,
    caption: text.law.caption,
    x: { ...dataAxis(axis), min: range[0] },
    y: { label: text.f1, scale: 'linear', ...LAW_AXIS },
    series: [
      ...models.map((model) => scoreLine(model, axis, 'f1', text.f1)),
      formula('law as printed', text.law.printed, 'reference', range, (x) => printedMembershipF1(1 / x)),
      ...meant.map(({ params, about, runs: own }) => {
        const rawBits = axis.capacityOf(params) * rawPerSourceBit({ runs: own })
        return formula(`law as meant ${params}`, `${text.law.meant}${about}`, 'reference', range, (x) =>
          reconstructedMembershipF1(x * rawBits),
        )
      }),
      allMembers(range),
    ],
  }
}

function strictFigure({ runs }: ExhibitInput): LinesFigure {
  const axis = capacityAxis(runs)
  return {
    kind: 'lines',
    id: 'strict',
    title: text.strict.title,
    awaits: AWAITS_END,
    caption: text.strict.caption,
    x: dataAxis(axis),
    y: shareAxis(text.strict.y),
    series: byModel(finishedRuns(runs)).flatMap((model) => [
      scoreLine(model, axis, 'tprAt1Fpr', text.strict.tpr),
      scoreLine(model, axis, 'aucCalibrated', text.strict.calibrated),
    ]),
  }
}

function rocFigure({ runs }: ExhibitInput): LinesFigure {
  const shown = byModel(ofFirstSeed(runs)).flatMap(({ about, runs: own }) =>
    own.filter(isFinished).map((run) => ({ run, about })),
  )
  return {
    kind: 'lines',
    id: 'roc',
    title: text.roc.title,
    awaits: AWAITS_END,
    caption: text.roc.caption,
    x: shareAxis(text.roc.x),
    y: shareAxis(text.roc.y),
    // They all end at (1, 1).
    names: 'beside',
    series: [
      ...shown.map(({ run: { trial, record }, about }, i): FigureSeries => {
        const { 'roc.fpr': fpr = [], 'roc.tpr': tpr = [] } = record.traces
        return {
          key: trial.key,
          label: text.strings(trial.datasetSize, about),
          color: sizeStep(i, shown.length),
          style: 'curve',
          points: fpr.map((x, j) => ({ x, y: tpr[j]! })),
        }
      }),
      {
        key: 'guessing',
        label: text.roc.guessing,
        color: 'reference',
        style: 'curve',
        points: [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
      },
    ],
  }
}

/** The histograms of the run in which the attack is half right teach most. */
const SHOWN_AUC = 0.85

function lossesFigure({ runs }: ExhibitInput): LinesFigure {
  const distance = (auc = Number.POSITIVE_INFINITY) => Math.abs(auc - SHOWN_AUC)
  const [shown] = recordsOf(ofFirstSeed(runs))
    .filter(({ traces }) => traces['losses.members'] !== undefined)
    .toSorted((a, b) => distance(a.measures.auc) - distance(b.measures.auc))
  const middles = shown?.traces['losses.bitsPerToken'] ?? []
  const outline = (key: string, label: string, color: number): FigureSeries => ({
    key,
    label,
    color,
    style: 'steps',
    points: (shown?.traces[key] ?? []).map((y, i) => ({ x: middles[i]!, y })),
  })
  const series = [
    outline('losses.members', text.losses.members, 9),
    outline('losses.nonMembers', text.losses.nonMembers, 3),
  ]
  return {
    kind: 'lines',
    id: 'losses',
    title: text.losses.title,
    awaits: AWAITS_END,
    caption: text.losses.caption(
      shown && { datasetSize: shown.datasetSize, auc: shown.measures.auc ?? Number.NaN },
    ),
    x: axisOver(text.losses.x, 'linear', middles, middles.length > 0 ? [0, 0] : [0, 8]),
    y: axisOver(text.losses.y, 'linear', valuesOf(series), [0, 0.1]),
    series,
  }
}

const trainingFigure = ({ runs }: ExhibitInput): LinesFigure => ({
  kind: 'lines',
  id: 'training',
  title: text.training.title,
  caption: text.training.caption,
  x: stepAxis(runs),
  y: shareAxis(text.auc),
  series: trainingSeries(runs, 'attack.auc', ({ trial }, about) => text.strings(trial.datasetSize, about)),
})

export const exhibit: Exhibit<MembershipFinding> = {
  figures: (input) => [
    attackFigure(input),
    strictFigure(input),
    rocFigure(input),
    lossesFigure(input),
    lawFigure(input),
    trainingFigure(input),
  ],
  findings,
  learning: (runs) => {
    const auc = latestMean(runs, 'attack.auc')
    return auc === undefined ? learningStrings(runs) : text.recognised(stringsText(runs), auc)
  },
  sentence: (finding) => sentenceOf(sentences, finding),
  settledBy,
}
