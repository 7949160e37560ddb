/** Test loss by data or by model, what was memorised and what generalised, and the test loss while it trains. */
import type {
  Exhibit,
  ExhibitInput,
  FigureAxis,
  FigureBand,
  FigureSeries,
  LinesFigure,
} from '@/core/figures/figure'
import {
  axisOver,
  lossAxis,
  type Sample,
  seedPoints,
  sizeStep,
  stepAxis,
  valuesOf,
} from '@/core/figures/figure-points'
import { levelLine } from '@/core/figures/reference-lines'
import { trainingSeries } from '@/core/figures/training-series'
import { sentenceOf } from '@/core/findings/finding'
import { groupBy } from '@/core/group'
import { mean } from '@/core/metrics/stats'
import { knowledgeBits } from '@/core/metrics/unintended'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import { finishedRuns, isTraining, type Run, recordsOf } from '@/core/runs/run'
import { type DoubleDescentFinding, findings, settledBy } from './findings'
import {
  decaysOf,
  entropyOf,
  isByModel,
  ofDecay,
  type PlacedRun,
  type PlacedRuns,
  placedRuns,
  TEST_CURVE,
} from './series'
import { sentences, text } from './texts'

/** The band in which the strings are more than the model holds; only over data. */
const overfull = ({ byModel, x }: PlacedRuns): readonly FigureBand[] =>
  byModel ? [] : [{ from: 1, to: x.max, label: text.loss.overfull }]

function lossFigure({ runs }: ExhibitInput): LinesFigure {
  const all = placedRuns(runs, text.parameters)
  const { byModel, x, placed } = all
  const { shape, source } = runs[0]?.trial ?? {}
  const vocab = shape?.vocab ?? 2
  return {
    kind: 'lines',
    id: 'loss',
    title: text.loss.title(byModel),
    caption: text.loss.caption({
      byModel,
      severalDecays: new Set(placed.map(({ decay }) => decay)).size > 1,
      isUniform: source?.id === 'uniform',
    }),
    x,
    y: lossAxis(
      text.loss.y,
      placed.flatMap(({ test, train }) => [test, train]),
      2 * Math.log2(vocab),
    ),
    series: [...lossSeries(placed), ...lossReferences(runs, vocab, x)],
    bands: overfull(all),
  }
}

function lossSeries(placed: readonly PlacedRun[]): FigureSeries[] {
  const lines = [...groupBy(placed, ({ decay }) => decay)].toSorted(([a], [b]) => a - b)
  return lines.flatMap(([decay, own], i) =>
    (['test', 'train'] as const).map(
      (part): FigureSeries => ({
        key: `${part} ${decay}`,
        label: lines.length > 1 ? text.withDecay(text.loss[part], decay) : text.loss[part],
        color: sizeStep(i, lines.length),
        style: part === 'test' ? 'line' : 'thin',
        points: seedPoints(
          own.map(
            (placedRun): Sample => ({
              x: placedRun.x,
              y: placedRun[part],
              live: isTraining(placedRun.run),
            }),
          ),
        ),
      }),
    ),
  )
}

function lossReferences(runs: readonly Run[], vocab: number, x: FigureAxis): FigureSeries[] {
  const entropies = recordsOf(runs).map(entropyOf)
  const guessing = Math.log2(vocab)
  return [
    levelLine('guessing', text.loss.guessing, guessing, x),
    ...(entropies.length > 0 && mean(entropies) < 0.98 * guessing
      ? [levelLine('entropy', text.loss.entropy, mean(entropies), x)]
      : []),
  ]
}

/** Bits that a model saves on its strings, and on as many new ones. */
const PARTS = [
  { key: 'memorised', color: 8, bits: 'unintendedBits' },
  { key: 'generalised', color: 3, bits: 'intendedBits' },
  { key: 'new strings', color: 11, bits: 'heldOutBits' },
] as const

/** Bits per parameter: new strings may cost a model ten times what it saves on its own, and such points lie below the edge. */
const LEAST_SHOWN = -1

function splitFigure({ runs }: ExhibitInput): LinesFigure {
  const all = placedRuns(runs, text.parameters)
  const decays = decaysOf(finishedRuns(runs))
  const series = decays.flatMap((decay) => {
    const isRecipe = decay === RECIPE_OPTIONS.weightDecay
    return PARTS.map(({ key, color, bits }): FigureSeries => {
      const [label, short] = text.split.parts[key]
      const samples = all.placed.flatMap(({ run, x, decay: own }): Sample[] =>
        run.state === 'finished' && own === decay
          ? [{ x, y: knowledgeBits(run.record)[bits] / run.trial.params }]
          : [],
      )
      return {
        key: isRecipe ? key : `${key} ${decay}`,
        label: decays.length > 1 ? text.withDecay(short, decay) : label,
        color,
        style: isRecipe || decays.length === 1 ? 'line' : 'thin',
        points: seedPoints(samples),
      }
    })
  })
  const values = valuesOf(series)
  return {
    kind: 'lines',
    id: 'split',
    title: text.split.title,
    caption: text.split.caption(decays.length > 1),
    x: all.x,
    y: axisOver(
      text.split.y,
      'linear',
      values.filter((bits) => bits >= LEAST_SHOWN),
      [Math.max(LEAST_SHOWN, Math.min(0, ...values)), 2],
    ),
    series,
    bands: overfull(all),
  }
}

/** The recipe's weight decay, or the least of the others where it was not run. */
function shownDecay(runs: readonly Run[]): number {
  const decays = decaysOf(runs)
  return (
    decays.find((decay) => decay === RECIPE_OPTIONS.weightDecay) ?? decays[0] ?? RECIPE_OPTIONS.weightDecay
  )
}

function trainingFigure({ runs }: ExhibitInput): LinesFigure {
  const byModel = isByModel(runs)
  const series = trainingSeries(ofDecay(runs, shownDecay(runs)), TEST_CURVE, ({ trial }) =>
    byModel ? text.training.width(trial.shape.width) : text.training.strings(trial.datasetSize),
  )
  return {
    kind: 'lines',
    id: 'training',
    title: text.training.title,
    caption: text.training.caption,
    x: stepAxis(runs),
    y: lossAxis(text.training.y, valuesOf(series), 8),
    series,
  }
}

export const exhibit: Exhibit<DoubleDescentFinding> = {
  figures: (input) => [lossFigure(input), splitFigure(input), trainingFigure(input)],
  findings,
  sentence: (finding) => sentenceOf(sentences, finding),
  settledBy,
}
