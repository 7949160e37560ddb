/** Exact recall beside the membership attack by data, recall by prefix, what is recalled of each string, and recall while it trains. */

import type { Exhibit, ExhibitInput, FigureSeries, GridFigure, LinesFigure } from '@/core/figures/figure'
import {
  dataAxis,
  type Sample,
  seedPoints,
  shareAxis,
  sizeStep,
  stepAxis,
} from '@/core/figures/figure-points'
import { trainingSeries } from '@/core/figures/training-series'
import { sentenceOf } from '@/core/findings/finding'
import type { TrialRecord } from '@/core/results/result'
import { lastValue } from '@/core/runs/curve'
import { capacityAxis } from '@/core/runs/data-over-capacity'
import { byModel, type ModelRuns, ofFirstSeed } from '@/core/runs/group'
import { latestMean, learningStrings, stringsText } from '@/core/runs/learning'
import { isFinished, isStarted, isTraining, type Run } from '@/core/runs/run'
import { type ExtractionFinding, findings, settledBy } from './findings'
import { GRID, halfOf, liveRecallName, shownPrefixes } from './measure'
import { aucOf, newRecallOf, type Reading, recallOf } from './series'
import { sentences, text } from './texts'

const seqLenOf = (runs: readonly Run[]): number => runs[0]?.trial.shape.seqLen ?? 8

function recallFigure({ runs }: ExhibitInput): LinesFigure {
  const axis = capacityAxis(runs)
  const prefixes = shownPrefixes(seqLenOf(runs))
  const longest = prefixes.at(-1) ?? 1
  /** @param liveName of what a probe shows of it while a run trains. */
  const line = (
    { params, runs: own }: ModelRuns,
    key: string,
    label: string,
    drawn: Pick<FigureSeries, 'color' | 'style'>,
    read: Reading,
    liveName?: string,
  ): FigureSeries => ({
    key: `${key} ${params}`,
    label,
    ...drawn,
    points: seedPoints(
      own.filter(isStarted).flatMap((run): Sample[] => {
        const x = axis.of(run)
        if (run.state === 'finished') return [{ x, y: read(run) }]
        const y = liveName === undefined ? undefined : lastValue(run, liveName)
        return y === undefined ? [] : [{ x, y, live: true }]
      }),
    ),
  })
  return {
    kind: 'lines',
    id: 'recall',
    title: text.recall.title,
    caption: text.recall.caption,
    x: dataAxis(axis),
    y: shareAxis(text.recall.y),
    // Most of them end at 0.
    names: 'beside',
    series: byModel(runs).flatMap((model) => [
      ...prefixes.map((prefix, i) =>
        line(
          model,
          `prefix ${prefix}`,
          text.recall.given(prefix, model.about),
          { color: sizeStep(i, prefixes.length), style: 'line' },
          recallOf(prefix),
          liveRecallName(prefix),
        ),
      ),
      line(
        model,
        'heldout',
        text.recall.newGiven(longest, model.about),
        { color: sizeStep(prefixes.length - 1, prefixes.length), style: 'thin' },
        newRecallOf(longest),
      ),
      line(model, 'auc', text.recall.auc(model.about), { color: 'reference', style: 'line' }, aucOf, 'auc'),
    ]),
  }
}

/** Finished runs of the first seed, by model and size. */
const shownRuns = (runs: readonly Run[]) =>
  byModel(ofFirstSeed(runs)).flatMap(({ about, runs: own }) =>
    own
      .filter(isFinished)
      .filter(({ record }) => record.traces['recall.train'] !== undefined)
      .map((run) => ({ run, about })),
  )

function prefixFigure({ runs }: ExhibitInput): LinesFigure {
  const shown = shownRuns(runs)
  const largest = shown.at(-1)?.run.record
  const points = ({ traces }: TrialRecord, name: string) =>
    (traces['recall.prefix'] ?? []).map((x, i) => ({ x, y: traces[name]?.[i] ?? Number.NaN }))
  return {
    kind: 'lines',
    id: 'prefix',
    title: text.prefix.title,
    caption: text.prefix.caption,
    x: { label: text.prefix.x, scale: 'linear', min: 0, max: Math.max(1, seqLenOf(runs) - 1) },
    y: shareAxis(text.share),
    series: [
      ...shown.map(
        ({ run: { trial, record }, about }, i): FigureSeries => ({
          key: trial.key,
          label: text.strings(trial.datasetSize, about),
          color: sizeStep(i, shown.length),
          style: 'line',
          points: points(record, 'recall.train'),
        }),
      ),
      ...(largest
        ? [
            {
              key: 'possible',
              label: text.prefix.possible,
              color: 'reference',
              style: 'formula',
              points: points(largest, 'recall.possible'),
            } satisfies FigureSeries,
          ]
        : []),
    ],
  }
}

/** Whole and forgotten strings side by side teach most. */
const SHOWN_RECALL = 0.5

/** Shows the run that trains now; when all have finished, the one that has forgotten half of its strings. */
function tokensFigure({ runs }: ExhibitInput): GridFigure {
  const seqLen = seqLenOf(runs)
  const distance = (run: ReturnType<typeof shownRuns>[number]['run']) =>
    Math.abs(recallOf(halfOf(seqLen))(run) - SHOWN_RECALL)
  const [finished] = shownRuns(runs)
    .map(({ run }) => run)
    .filter(({ record }) => record.traces['grid.probability'] !== undefined)
    .toSorted((a, b) => distance(a) - distance(b))
  const training = runs.filter(isTraining).find(({ live }) => live.grid !== undefined)
  const shown = training ?? finished
  return {
    kind: 'grid',
    id: 'tokens',
    title: text.tokens.title,
    caption: text.tokens.caption(
      shown && { datasetSize: shown.trial.datasetSize, isTraining: shown === training },
    ),
    rowsLabel: text.tokens.rows,
    columnsLabel: text.tokens.columns,
    rowNames: [],
    columnNames: [],
    columns: training?.live.grid?.columns ?? Math.min(GRID.positions, seqLen),
    values: training?.live.grid?.values ?? finished?.record.traces['grid.probability'] ?? [],
    legend: text.tokens.legend,
  }
}

const trainingFigure = ({ runs }: ExhibitInput): LinesFigure => ({
  kind: 'lines',
  id: 'training',
  title: text.training.title,
  caption: text.training.caption(halfOf(seqLenOf(runs))),
  x: stepAxis(runs),
  y: shareAxis(text.share),
  series: trainingSeries(runs, 'half.recall', ({ trial }, about) => text.strings(trial.datasetSize, about)),
})

export const exhibit: Exhibit<ExtractionFinding> = {
  figures: (input) => [recallFigure(input), prefixFigure(input), tokensFigure(input), trainingFigure(input)],
  findings,
  learning: (runs) => {
    const known = latestMean(runs, 'half.recall')
    return known === undefined ? learningStrings(runs) : text.completed(stringsText(runs), known)
  },
  sentence: (finding) => sentenceOf(sentences, finding),
  settledBy,
}
