/** Test loss by data or by model, what was memorised and what generalised, and the test loss while it trains. */
import { uniformDatasetBits } from '@/core/bits'
import type { Exhibit, FigureInput, FigureSeries, LinesFigure } from '@/core/figure'
import { axisOver, type Sample, seedPoints, sizeStep, stepAxis } from '@/core/figure-points'
import { groupBy } from '@/core/group'
import { knowledgeBits } from '@/core/metrics/unintended'
import { RECIPE_OPTIONS } from '@/core/recipe'
import type { TrialRecord } from '@/core/result'
import type { Trial } from '@/core/trial'
import { findings } from './findings'
import { decayOf, entropyOf, isByModel, liveRuns, ofRecord, type Run } from './runs'

const perParam = (trial: Trial): number =>
  uniformDatasetBits(trial.datasetSize, trial.shape.seqLen, trial.shape.vocab) / trial.params

function lossFigure(input: FigureInput): LinesFigure {
  const { planned, records } = input
  const runs = [...records.map(ofRecord), ...liveRuns(input)]
  const byModel = isByModel([...planned, ...records])
  const xOf = (run: Run) => (byModel ? run.params : run.datasetBits / run.params)
  const vocab = planned[0]?.shape.vocab ?? records[0]?.vocab ?? 2
  const plannedX = planned.map((trial) => (byModel ? trial.params : perParam(trial)))
  const x = axisOver(
    byModel ? 'parameters' : 'data, bits per parameter',
    'log',
    [...runs.map(xOf), ...(runs.length === 0 ? plannedX : [])],
    // Nothing known yet: a stretch to draw axes for.
    runs.length + planned.length === 0 ? [1, 10] : [Number.POSITIVE_INFINITY, 0],
  )
  const y = axisOver(
    'loss, bits per token',
    'linear',
    runs.flatMap(({ test, train }) => [test, train]),
    [0, 2 * Math.log2(vocab)],
  )
  return {
    kind: 'lines',
    id: 'loss',
    title: byModel ? 'Loss against model size' : 'Loss against data',
    caption: `Solid: strings the model never saw. Dashed: the strings it trains on. ${
      byModel
        ? 'All models see the same strings: small ones cannot hold them, large ones hold them all.'
        : 'While the data fit, they are learned by heart and new strings look impossible; once they no longer fit, learning the source is all that is left.'
    }`,
    x,
    y,
    series: [...lossSeries(runs, xOf), ...lossReferences(records, vocab, x.min, x.max)],
  }
}

function lossSeries(runs: readonly Run[], xOf: (run: Run) => number): FigureSeries[] {
  const lines = [...groupBy(runs, ({ decay }) => decay)].toSorted(([a], [b]) => a - b)
  return lines.flatMap(([decay, own], i): FigureSeries[] => {
    const about = lines.length > 1 ? `, decay ${decay}` : ''
    const color = sizeStep(i, lines.length)
    const samples = (value: (run: Run) => number): Sample[] =>
      own.map((run) => ({ x: xOf(run), y: value(run), live: run.live }))
    const mean = (value: (run: Run) => number) => seedPoints(alignSeeds(samples(value), own))
    return [
      { key: `test ${decay}`, label: `test${about}`, color, style: 'line', points: mean((run) => run.test) },
      {
        key: `train ${decay}`,
        label: `train${about}`,
        color,
        style: 'dashed',
        points: mean((run) => run.train),
      },
    ]
  })
}

/** Seeds of a structured source draw unlike many bits for the same number of strings: they meet at their mean. */
function alignSeeds(samples: readonly Sample[], runs: readonly Run[]): Sample[] {
  const groups = groupBy([...samples.keys()], (i) => `${runs[i]!.params} ${runs[i]!.datasetSize}`)
  return [...groups.values()].flatMap((indices) => {
    const x = indices.reduce((sum, i) => sum + samples[i]!.x, 0) / indices.length
    return indices.map((i) => ({ ...samples[i]!, x }))
  })
}

function lossReferences(
  records: readonly TrialRecord[],
  vocab: number,
  from: number,
  to: number,
): FigureSeries[] {
  const flat = (key: string, label: string, y: number): FigureSeries => ({
    key,
    label,
    color: 'reference',
    style: 'curve',
    points: [
      { x: from, y },
      { x: to, y },
    ],
  })
  const entropies = records.map(entropyOf)
  const entropy = entropies.reduce((sum, bits) => sum + bits, 0) / entropies.length
  const guessing = Math.log2(vocab)
  return [
    flat('guessing', 'guessing', guessing),
    ...(entropies.length > 0 && entropy < 0.98 * guessing ? [flat('entropy', 'the source', entropy)] : []),
  ]
}

function splitFigure({ records, planned }: FigureInput): LinesFigure {
  const recipe = records.filter((record) => decayOf(record.settings) === RECIPE_OPTIONS.weightDecay)
  const byModel = isByModel([...planned, ...records])
  const runs = recipe.map(ofRecord)
  const xOf = (run: Run) => (byModel ? run.params : run.datasetBits / run.params)
  const line = (key: string, color: number, bits: (record: TrialRecord) => number): FigureSeries => ({
    key,
    label: key,
    color,
    style: 'line',
    points: seedPoints(
      alignSeeds(
        recipe.map((record, i) => ({ x: xOf(runs[i]!), y: bits(record) / record.params })),
        runs,
      ),
    ),
  })
  const memorized = line('memorised', 8, (record) => knowledgeBits(record).unintendedBits)
  const generalized = line('generalised', 3, (record) => knowledgeBits(record).intendedBits)
  const points = [...memorized.points, ...generalized.points]
  return {
    kind: 'lines',
    id: 'split',
    title: 'What the bits are: memorised or generalised',
    caption:
      'Bits per parameter that the model saves on its training strings. Memorised: what it saves beyond anybody who knows the source, string by string (unintended memorisation). Generalised: the rest, which knowledge of the source explains. Exact, because the source knows its own probabilities.',
    x: axisOver(
      byModel ? 'parameters' : 'data, bits per parameter',
      'log',
      points.map(({ x }) => x),
      points.length === 0 ? [1, 10] : [Number.POSITIVE_INFINITY, 0],
    ),
    y: axisOver(
      'bits per parameter',
      'linear',
      points.map(({ y }) => y),
      [0, 2],
    ),
    series: [memorized, generalized],
  }
}

function trainingFigure({ records, planned, live }: FigureInput): LinesFigure {
  const first = Math.min(...planned.map(({ seed }) => seed), ...records.map(({ seed }) => seed))
  const curves = [
    ...records
      .filter(({ seed, settings }) => seed === first && decayOf(settings) === RECIPE_OPTIONS.weightDecay)
      .map(({ traces, datasetSize, width }) => ({
        datasetSize,
        width,
        steps: traces['test.step'] ?? [],
        losses: traces['test.bitsPerToken'] ?? [],
      })),
    ...live.flatMap(({ trialKey, looked }) => {
      const trial = planned.find(({ key }) => key === trialKey)
      if (!trial || trial.seed !== first || Object.keys(trial.settings).length > 0 || !looked) return []
      const losses = looked.values.testBitsPerToken ?? []
      return [{ datasetSize: trial.datasetSize, width: trial.shape.width, steps: looked.steps, losses }]
    }),
  ].toSorted((a, b) => a.datasetSize - b.datasetSize || a.width - b.width)
  const byModel = isByModel([
    ...planned,
    ...records.map(({ params, datasetSize }) => ({ params, datasetSize })),
  ])
  const points = curves.map(({ steps, losses }) => steps.map((x, i) => ({ x, y: losses[i]! })))
  return {
    kind: 'lines',
    id: 'training',
    title: 'Test loss while it trains',
    caption: 'One seed. Where the model is full, more training makes it ever more certain of what is wrong.',
    x: stepAxis(planned, records),
    y: axisOver(
      'test loss, bits per token',
      'linear',
      points.flat().map(({ y }) => y),
      [0, 8],
    ),
    series: curves.map(({ datasetSize, width }, i) => ({
      key: `${datasetSize} ${width}`,
      label: byModel ? `d ${width}` : `N ${datasetSize}`,
      color: sizeStep(i, curves.length),
      style: 'curve',
      points: points[i]!,
    })),
  }
}

export const exhibit: Exhibit = {
  figures: (input) => [lossFigure(input), splitFigure(input), trainingFigure(input)],
  findings,
}
