/** Memorised bits per parameter of each family against the data, and how fast each learns. */

import type { Exhibit, FigureSeries, LinesFigure } from '@/core/figures/figure'
import {
  axisOver,
  dataPerParamAxis,
  type Sample,
  seedPoints,
  sizeStep,
  stepAxis,
  valuesOf,
} from '@/core/figures/figure-points'
import { sentenceOf } from '@/core/findings/finding'
import { curve, curvePoints, LOSS_CURVE } from '@/core/runs/curve'
import { ofFirstSeed } from '@/core/runs/group'
import { learningStrings } from '@/core/runs/learning'
import { dataPerParam, memorizedPerParam, type Run, startedRuns } from '@/core/runs/run'
import { type FamiliesFinding, findings, settledBy } from './findings'
import { byKind, familyOrder, type Kind, type KindRuns } from './series'
import { sentences, text } from './texts'

const kindColor = ({ family }: Kind): number => sizeStep(familyOrder.indexOf(family), familyOrder.length)

const kindSeries = (
  kind: KindRuns<Run>,
  style: 'line' | 'curve',
  points: FigureSeries['points'],
): FigureSeries => ({
  key: kind.key,
  label: text.kind(kind),
  color: kindColor(kind),
  family: kind.family,
  style: kind.tied ? (style === 'line' ? 'thin' : 'thin-curve') : style,
  points,
})

function bitsFigure(runs: readonly Run[]): LinesFigure {
  const series = byKind(runs).map((kind) =>
    kindSeries(
      kind,
      'line',
      seedPoints(
        startedRuns(kind.runs).map(
          (run): Sample => ({
            x: dataPerParam(run),
            y: memorizedPerParam(run),
            live: run.state === 'training',
          }),
        ),
      ),
    ),
  )
  return {
    kind: 'lines',
    id: 'bits',
    title: text.bits.title,
    caption: text.bits.caption,
    x: dataPerParamAxis(text.bits.x, runs),
    y: axisOver(text.bits.y, 'linear', valuesOf(series), [0, 2]),
    series,
  }
}

/** The run on the most data of every family, first seed. */
function learningFigure(runs: readonly Run[]): LinesFigure {
  const measured = startedRuns(runs).filter((run) => curve(run, LOSS_CURVE))
  const series = byKind(ofFirstSeed(measured)).flatMap((kind): FigureSeries[] => {
    const [largest] = kind.runs.toSorted((a, b) => dataPerParam(b) - dataPerParam(a))
    const losses = largest && curve(largest, LOSS_CURVE)
    if (!losses) return []
    const evenGuess = Math.log2(largest.trial.shape.vocab)
    const saved = { steps: losses.steps, values: losses.values.map((loss) => evenGuess - loss) }
    return [kindSeries(kind, 'curve', curvePoints(saved))]
  })
  return {
    kind: 'lines',
    id: 'learning',
    title: text.learning.title,
    caption: text.learning.caption,
    x: stepAxis(runs),
    y: axisOver(text.learning.y, 'linear', valuesOf(series), [0, 1]),
    series,
  }
}

export const exhibit: Exhibit<FamiliesFinding> = {
  figures: ({ runs }) => [bitsFigure(runs), learningFigure(runs)],
  findings,
  learning: (runs) => learningStrings(runs, text.learnedBy(byKind(runs))),
  sentence: (finding) => sentenceOf(sentences, finding),
  settledBy,
}
