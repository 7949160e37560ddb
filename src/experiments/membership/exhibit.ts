/** The attack against data over capacity, its ROC curves, the losses that it tells apart, and how it comes about in training. */

import type { Exhibit, FigureInput, FigurePoint, FigureSeries, LinesFigure } from '@/core/figures/figure'
import {
  AWAITS_END,
  axisOver,
  type Sample,
  seedPoints,
  sizeStep,
  stepAxis,
} from '@/core/figures/figure-points'
import { printedMembershipF1, reconstructedMembershipF1 } from '@/core/metrics/sigmoid-fit'
import { type CapacityAxis, capacityAxis } from '@/core/runs/data-over-capacity'
import { findings } from './findings'
import { type AttackedModel, attackedModels, attackFit, CHANCE, firstSeed, type Score } from './series'

const COLORS: Readonly<Record<string, number>> = { auc: 9, f1: 3, tprAt1Fpr: 9, aucCalibrated: 3 }
/** Of a drawn formula. */
const CURVE_POINTS = 64

const sharePart = (label: string) => axisOver(label, 'linear', [], [0, 1])

/** Data over capacity from which the laws are drawn: the one as printed rises between here and 1, and is flat beyond. */
const LAW_FROM = 0.01
/** The printed law ends a little above 1, for which there shall be no tick. */
const LAW_AXIS = { min: 0, max: 1.05, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] } as const

function scoreLine(
  model: AttackedModel,
  axis: CapacityAxis,
  measure: string,
  label: string,
  live: readonly Sample[] = [],
): FigureSeries {
  const samples = model.records.map((record) => ({
    x: axis.ofRecord(record),
    y: record.measures[measure] ?? Number.NaN,
  }))
  return {
    key: `${measure} ${model.params}`,
    label: `${label}${model.about}`,
    color: COLORS[measure] ?? 6,
    style: 'line',
    points: seedPoints([...samples, ...live]),
  }
}

/** A formula of bits of data per parameter, over the whole axis. */
function formula(
  key: string,
  label: string,
  color: FigureSeries['color'],
  [from, to]: readonly [number, number],
  at: (x: number) => number,
): FigureSeries {
  const points = Array.from({ length: CURVE_POINTS }, (_, i): FigurePoint => {
    const x = from * (to / from) ** (i / (CURVE_POINTS - 1))
    return { x, y: at(x) }
  })
  return { key, label, color, style: 'dashed-curve', points }
}

function liveSamples({ planned, records, live }: FigureInput, axis: CapacityAxis, params: number): Sample[] {
  const finished = new Set(records.map(({ trialKey }) => trialKey))
  return live.flatMap(({ trialKey, datasetBits, looked }) => {
    const trial = planned.find(({ key }) => key === trialKey)
    const auc = looked?.values.auc?.at(-1)
    if (trial?.params !== params || finished.has(trialKey) || auc === undefined) return []
    return [{ x: axis.ofLive({ params, datasetBits }), y: auc, live: true }]
  })
}

/** Models of records, and those that only train yet. */
function modelsOf({ planned, records }: FigureInput): AttackedModel[] {
  const known = attackedModels(records)
  const params = new Set(planned.map((trial) => trial.params))
  const yet = [...params].filter((own) => !known.some((model) => model.params === own))
  return [
    ...known,
    ...yet.map((own) => ({ params: own, about: params.size > 1 ? `, P ${own}` : '', records: [] })),
  ]
}

const allMembers = (range: readonly [number, number]): FigureSeries =>
  formula('always', 'all members', 'reference', range, () => CHANCE.f1)

function attackFigure(input: FigureInput): LinesFigure {
  const axis = capacityAxis(input)
  /** It lies on its points, so it needs no name beside theirs. */
  const fitted = (model: AttackedModel, score: Score, label: string): FigureSeries[] => {
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
    title: 'How well members are told from strangers',
    caption:
      'AUC: the chance that a string of the training data has a lower loss than a new one. F1: of the threshold that was best on one half of the strings, measured on the other half; calling every string a member scores 0.67. Dashed, in colour: a sigmoid through the points.',
    x: { label: axis.label, scale: 'log', min: axis.range[0], max: axis.range[1] },
    y: sharePart('score'),
    series: [
      ...modelsOf(input).flatMap((model) => [
        scoreLine(model, axis, 'auc', 'AUC', liveSamples(input, axis, model.params)),
        scoreLine(model, axis, 'f1', 'F1'),
        ...fitted(model, 'auc', 'AUC'),
        ...fitted(model, 'f1', 'F1'),
      ]),
      allMembers(axis.range),
    ],
  }
}

/** Apart from the attack itself: the printed law needs two decades to the left, where nobody trains. */
function lawFigure(input: FigureInput): LinesFigure {
  const axis = capacityAxis(input)
  const models = modelsOf(input)
  const range = [Math.min(LAW_FROM, axis.range[0]), axis.range[1]] as const
  // As meant it is one of bits per parameter, so each model has its own place on this axis.
  const meant = models.length > 0 ? models : [{ params: 0, about: '', records: [] }]
  return {
    kind: 'lines',
    id: 'law',
    title: 'F1 beside the law of the paper',
    caption:
      'Thin: the law of Morris et al. as printed, which rises with the data, and as we think it was meant, which falls and gives back their own table. Its constants come from far larger models, and from text.',
    x: { label: axis.label, scale: 'log', min: range[0], max: range[1] },
    y: { label: 'F1', scale: 'linear', ...LAW_AXIS },
    series: [
      ...models.map((model) => scoreLine(model, axis, 'f1', 'F1')),
      formula('law as printed', 'as printed', 'reference', range, (x) => printedMembershipF1(1 / x)),
      ...meant.map(({ params, about }) =>
        formula(`law as meant ${params}`, `as meant${about}`, 'reference', range, (x) =>
          reconstructedMembershipF1(x * axis.capacityOf(params)),
        ),
      ),
      allMembers(range),
    ],
  }
}

function strictFigure(input: FigureInput): LinesFigure {
  const axis = capacityAxis(input)
  return {
    kind: 'lines',
    id: 'strict',
    title: 'An attack that may hardly ever be wrong',
    awaits: AWAITS_END,
    caption:
      'TPR at 1 %: the share of the training strings that a threshold finds when only one new string in a hundred may be called a member (a false-positive rate of 1 %). Calibrated: AUC when each loss is compared with what the source itself gives the string, so that likely strings are no longer taken for members.',
    x: { label: axis.label, scale: 'log', min: axis.range[0], max: axis.range[1] },
    y: sharePart('share'),
    series: attackedModels(input.records).flatMap((model) => [
      scoreLine(model, axis, 'tprAt1Fpr', 'TPR at 1 %'),
      scoreLine(model, axis, 'aucCalibrated', 'calibrated'),
    ]),
  }
}

function rocFigure(input: FigureInput): LinesFigure {
  const seed = firstSeed(input)
  const runs = attackedModels(input.records).flatMap((model) =>
    model.records.filter((record) => record.seed === seed).map((record) => ({ record, about: model.about })),
  )
  return {
    kind: 'lines',
    id: 'roc',
    title: 'ROC curves',
    awaits: AWAITS_END,
    caption:
      'Each point is a threshold: how many new strings it calls members, and how many members it finds. One seed; the diagonal is guessing.',
    x: sharePart('false alarms, share of new strings'),
    y: sharePart('found, share of members'),
    // They all end at (1, 1).
    names: 'beside',
    series: [
      ...runs.map(({ record, about }, i): FigureSeries => {
        const { 'roc.fpr': fpr = [], 'roc.tpr': tpr = [] } = record.traces
        return {
          key: record.trialKey,
          label: `N ${record.datasetSize}${about}`,
          color: sizeStep(i, runs.length),
          style: 'curve',
          points: fpr.map((x, j) => ({ x, y: tpr[j]! })),
        }
      }),
      {
        key: 'guessing',
        label: 'guessing',
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

function lossesFigure(input: FigureInput): LinesFigure {
  const seed = firstSeed(input)
  const distance = (auc = Number.POSITIVE_INFINITY) => Math.abs(auc - SHOWN_AUC)
  const [shown] = input.records
    .filter((record) => record.seed === seed && record.traces['losses.members'] !== undefined)
    .toSorted((a, b) => distance(a.measures.auc) - distance(b.measures.auc))
  const middles = shown?.traces['losses.bitsPerToken'] ?? []
  const outline = (key: string, label: string, color: number): FigureSeries => ({
    key,
    label,
    color,
    style: 'steps',
    points: (shown?.traces[key] ?? []).map((y, i) => ({ x: middles[i]!, y })),
  })
  const series = [outline('losses.members', 'members', 9), outline('losses.nonMembers', 'new strings', 3)]
  return {
    kind: 'lines',
    id: 'losses',
    title: 'The losses that the attack tells apart',
    awaits: AWAITS_END,
    caption: shown
      ? `Share of strings by loss, N ${shown.datasetSize}, one seed (AUC ${(shown.measures.auc ?? Number.NaN).toFixed(2)}). Where the outlines overlap, no threshold can tell.`
      : 'Share of strings by loss, members and new strings. Where the outlines overlap, no threshold can tell.',
    x: axisOver('loss, bits per token', 'linear', middles, middles.length > 0 ? [0, 0] : [0, 8]),
    y: axisOver(
      'share of strings',
      'linear',
      series.flatMap(({ points }) => points.map(({ y }) => y)),
      [0, 0.1],
    ),
    series,
  }
}

function trainingFigure(input: FigureInput): LinesFigure {
  const { planned, records, live } = input
  const seed = firstSeed(input)
  const curves = [
    ...records
      .filter((record) => record.seed === seed)
      .map(({ trialKey, datasetSize, params, traces }) => ({
        trialKey,
        datasetSize,
        params,
        steps: traces['attack.step'] ?? [],
        aucs: traces['attack.auc'] ?? [],
      })),
    ...live.flatMap(({ trialKey, looked }) => {
      const trial = planned.find(({ key }) => key === trialKey)
      if (trial?.seed !== seed || !looked || records.some((record) => record.trialKey === trialKey)) return []
      const { datasetSize, params } = trial
      return [{ trialKey, datasetSize, params, steps: looked.steps, aucs: looked.values.auc ?? [] }]
    }),
  ].toSorted((a, b) => a.params - b.params || a.datasetSize - b.datasetSize)
  const models = new Set(curves.map(({ params }) => params)).size
  return {
    kind: 'lines',
    id: 'training',
    title: 'The attack while the model trains',
    caption: 'AUC of the attack at ten steps, one seed; 0.5 is guessing.',
    x: stepAxis(planned, records),
    y: sharePart('AUC'),
    series: curves.map(({ trialKey, datasetSize, params, steps, aucs }, i) => ({
      key: trialKey,
      label: `N ${datasetSize}${models > 1 ? `, P ${params}` : ''}`,
      color: sizeStep(i, curves.length),
      style: 'curve',
      points: steps.map((x, j) => ({ x, y: aucs[j]! })),
    })),
  }
}

export const exhibit: Exhibit = {
  figures: (input) => [
    attackFigure(input),
    strictFigure(input),
    rocFigure(input),
    lossesFigure(input),
    lawFigure(input),
    trainingFigure(input),
  ],
  findings,
}
