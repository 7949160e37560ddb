/** Exact recall beside the membership attack by data, recall by prefix, what is recalled of each string, and recall while it trains. */

import type { Exhibit, FigureInput, FigureSeries, GridFigure, LinesFigure } from '@/core/figures/figure'
import { axisOver, type Sample, seedPoints, sizeStep, stepAxis } from '@/core/figures/figure-points'
import type { TrialRecord } from '@/core/results/result'
import { type CapacityAxis, capacityAxis } from '@/core/runs/data-over-capacity'
import { findings } from './findings'
import { GRID, shownPrefixes } from './measure'
import { extractedModels, heldOutRecallOf, recallOf } from './series'

const share = (label: string) => axisOver(label, 'linear', [], [0, 1])

interface LiveValue {
  readonly params: number
  readonly datasetBits: number
  read(name: string): number | undefined
}

function liveValues({ planned, records, live }: FigureInput): LiveValue[] {
  const finished = new Set(records.map(({ trialKey }) => trialKey))
  return live.flatMap(({ trialKey, datasetBits, looked }) => {
    const trial = planned.find(({ key }) => key === trialKey)
    if (!trial || !looked || finished.has(trialKey)) return []
    return [{ params: trial.params, datasetBits, read: (name) => looked.values[name]?.at(-1) }]
  })
}

const seqLenOf = ({ planned, records }: FigureInput): number =>
  planned[0]?.shape.seqLen ?? records[0]?.seqLen ?? 8

/** What is planned or has run, by parameters. */
function modelsOf({ planned, records }: FigureInput) {
  const known = extractedModels(records)
  const params = new Set([...planned.map((trial) => trial.params), ...known.map((model) => model.params)])
  return [...params]
    .toSorted((a, b) => a - b)
    .map((own) => ({
      params: own,
      about: params.size > 1 ? `, P ${own}` : '',
      records: known.find((model) => model.params === own)?.records ?? [],
    }))
}

function recallFigure(input: FigureInput): LinesFigure {
  const axis = capacityAxis(input)
  const live = liveValues(input)
  const prefixes = shownPrefixes(seqLenOf(input))
  const longest = prefixes.at(-1) ?? 1
  const line = (
    model: ReturnType<typeof modelsOf>[number],
    key: string,
    label: string,
    look: Pick<FigureSeries, 'color' | 'style'>,
    read: (record: TrialRecord) => number,
    liveName?: string,
  ): FigureSeries => ({
    key: `${key} ${model.params}`,
    label: `${label}${model.about}`,
    ...look,
    points: seedPoints([
      ...model.records.map((record) => ({ x: axis.ofRecord(record), y: read(record) })),
      ...(liveName === undefined ? [] : liveSamples(live, axis, model.params, liveName)),
    ]),
  })
  return {
    kind: 'lines',
    id: 'recall',
    title: 'What can be extracted, and what can only be recognised',
    caption:
      'Share of the training strings that the model writes out whole, without one mistake, when it is given their first tokens; one token seldom points out one string. Above them the AUC of the membership attack on the same models: the chance that a training string has a lower loss than a new one (0.5 is guessing). Dashed: new strings, from the longest prefix.',
    x: { label: axis.label, scale: 'log', min: axis.range[0], max: axis.range[1] },
    y: share('share of strings, or AUC'),
    // Most of them end at 0.
    names: 'beside',
    series: modelsOf(input).flatMap((model) => [
      ...prefixes.map((prefix, i) =>
        line(
          model,
          `prefix ${prefix}`,
          `given ${prefix}`,
          { color: sizeStep(i, prefixes.length), style: 'line' },
          (record) => recallOf(record, prefix),
          `recall${prefix}`,
        ),
      ),
      line(
        model,
        'heldout',
        `new, given ${longest}`,
        { color: sizeStep(prefixes.length - 1, prefixes.length), style: 'dashed' },
        (record) => heldOutRecallOf(record, longest),
      ),
      line(
        model,
        'auc',
        'AUC',
        { color: 'reference', style: 'line' },
        ({ measures }) => measures.auc ?? Number.NaN,
        'auc',
      ),
    ]),
  }
}

const liveSamples = (
  live: readonly LiveValue[],
  axis: CapacityAxis,
  params: number,
  name: string,
): Sample[] =>
  live
    .filter((run) => run.params === params)
    .map((run) => ({ x: axis.ofLive(run), y: run.read(name) ?? Number.NaN, live: true }))

/** Records of the first seed, by model and size. */
const firstSeedRuns = ({ records }: FigureInput): { record: TrialRecord; about: string }[] => {
  const first = Math.min(...records.map(({ seed }) => seed))
  return extractedModels(records).flatMap(({ records: own, about }) =>
    own.filter(({ seed }) => seed === first).map((record) => ({ record, about })),
  )
}

function prefixFigure(input: FigureInput): LinesFigure {
  const runs = firstSeedRuns(input)
  const { record: largest } = runs.at(-1) ?? {}
  const points = (record: TrialRecord, name: string) =>
    (record.traces['recall.prefix'] ?? []).map((x, i) => ({ x, y: record.traces[name]?.[i] ?? Number.NaN }))
  return {
    kind: 'lines',
    id: 'prefix',
    title: 'How much of a string it takes',
    caption:
      'Share of the training strings that come back whole, against the number of tokens given, one line for each dataset size, one seed. Thin: the most that is possible at the largest size, because greedy decoding has one answer to a prefix and many strings begin alike. With one token missing, guessing succeeds now and then.',
    x: { label: 'tokens given', scale: 'linear', min: 0, max: Math.max(1, seqLenOf(input) - 1) },
    y: share('share of strings'),
    series: [
      ...runs.map(
        ({ record, about }, i): FigureSeries => ({
          key: record.trialKey,
          label: `N ${record.datasetSize}${about}`,
          color: sizeStep(i, runs.length),
          style: 'line',
          points: points(record, 'recall.train'),
        }),
      ),
      ...(largest
        ? [
            {
              key: 'possible',
              label: 'possible',
              color: 'reference',
              style: 'dashed-curve',
              points: points(largest, 'recall.possible'),
            } satisfies FigureSeries,
          ]
        : []),
    ],
  }
}

/** Whole and forgotten strings side by side teach most. */
const SHOWN_RECALL = 0.5

function tokensFigure(input: FigureInput): GridFigure {
  const half = Math.floor(seqLenOf(input) / 2)
  const [shown] = firstSeedRuns(input)
    .map(({ record }) => record)
    .filter(({ traces }) => traces['grid.probability'] !== undefined)
    .toSorted(
      (a, b) => Math.abs(recallOf(a, half) - SHOWN_RECALL) - Math.abs(recallOf(b, half) - SHOWN_RECALL),
    )
  const training = input.live.find(({ looked }) => looked?.grid !== undefined)
  const trial = input.planned.find(({ key }) => key === training?.trialKey)
  const grid = training?.looked?.grid
  const size = grid ? trial?.datasetSize : shown?.datasetSize
  return {
    kind: 'grid',
    id: 'tokens',
    title: 'What is left of each string',
    caption: `Each row is a training string, each cell a token, its shade how sure the model is of it, given the true tokens before it.${
      size === undefined ? '' : ` N ${size}, up to 48 of the strings${grid ? ', while it trains' : ''}.`
    }`,
    rowsLabel: 'strings',
    columnsLabel: 'position',
    rowNames: [],
    columnNames: [],
    columns: grid?.columns ?? Math.min(GRID.positions, seqLenOf(input)),
    values: grid?.values ?? shown?.traces['grid.probability'] ?? [],
    legend: ['impossible', 'certain'],
  }
}

function trainingFigure(input: FigureInput): LinesFigure {
  const half = Math.floor(seqLenOf(input) / 2)
  const { planned, records, live } = input
  const first = Math.min(...planned.map(({ seed }) => seed), ...records.map(({ seed }) => seed))
  const models = new Set([...planned, ...records].map(({ params }) => params)).size
  const finished = new Set(records.map(({ trialKey }) => trialKey))
  const curves = [
    ...records
      .filter(({ seed }) => seed === first)
      .map(({ trialKey, datasetSize, params, traces }) => ({
        trialKey,
        datasetSize,
        params,
        steps: traces['half.step'] ?? [],
        recalls: traces['half.recall'] ?? [],
      })),
    ...live.flatMap(({ trialKey, looked }) => {
      const trial = planned.find(({ key }) => key === trialKey)
      const recalls = looked?.values[`recall${half}`]
      if (trial?.seed !== first || !recalls || finished.has(trialKey)) return []
      const { datasetSize, params } = trial
      return [{ trialKey, datasetSize, params, steps: looked.steps, recalls }]
    }),
  ].toSorted((a, b) => a.params - b.params || a.datasetSize - b.datasetSize)
  return {
    kind: 'lines',
    id: 'training',
    title: 'Recall while it trains',
    caption: `Share of the training strings that come back whole from their first ${half} tokens, at ten steps, one seed.`,
    x: stepAxis(planned, records),
    y: share('share of strings'),
    series: curves.map(({ trialKey, datasetSize, params, steps, recalls }, i) => ({
      key: trialKey,
      label: `N ${datasetSize}${models > 1 ? `, P ${params}` : ''}`,
      color: sizeStep(i, curves.length),
      style: 'curve',
      points: steps.map((x, j) => ({ x, y: recalls[j] ?? Number.NaN })),
    })),
  }
}

export const exhibit: Exhibit = {
  figures: (input) => [recallFigure(input), prefixFigure(input), tokensFigure(input), trainingFigure(input)],
  findings,
}
