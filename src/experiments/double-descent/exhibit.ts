/** Test loss by data or by model, what was memorised and what generalised, and the test loss while it trains. */
import type { Exhibit, FigureBand, FigureInput, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { axisOver, type Sample, seedPoints, sizeStep, stepAxis } from '@/core/figures/figure-points'
import { groupBy } from '@/core/group'
import { type KnowledgeBits, knowledgeBits } from '@/core/metrics/unintended'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import type { TrialRecord } from '@/core/results/result'
import { findings } from './findings'
import { decayOf, decaysOf, entropyOf, isByModel, type PlacedRuns, placedRuns, type Run } from './series'

/** Where the strings are more than the model holds: by data only. */
const overfull = ({ byModel, x }: PlacedRuns): readonly FigureBand[] =>
  byModel ? [] : [{ from: 1, to: x.max, label: 'more than it holds' }]

function lossFigure(input: FigureInput): LinesFigure {
  const { planned, records } = input
  const placed = placedRuns(input)
  const { byModel, x } = placed
  const runs = [...placed.finished, ...placed.live]
  const vocab = planned[0]?.shape.vocab ?? records[0]?.vocab ?? 2
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
      new Set(runs.map(({ decay }) => decay)).size > 1 ? 'Numbers at the lines: weight decay. ' : ''
    }${
      byModel
        ? 'All models see the same strings: small ones cannot hold them, large ones hold them all.'
        : `Shaded: more data than the model held at most. While the data fit, they are learned by heart and new strings look impossible; once they no longer fit, ${isUniform(input) ? 'it can only become less sure of itself' : 'learning the source is all that is left'}.`
    }`,
    x,
    y,
    series: [...lossSeries(runs), ...lossReferences(records, vocab, x.min, x.max)],
    bands: overfull(placed),
  }
}

const isUniform = ({ planned, records }: FigureInput): boolean =>
  (planned[0]?.source.id ?? records[0]?.source) === 'uniform'

function lossSeries(runs: readonly Run[]): FigureSeries[] {
  const lines = [...groupBy(runs, ({ decay }) => decay)].toSorted(([a], [b]) => a - b)
  return lines.flatMap(([decay, own], i): FigureSeries[] => {
    const about = lines.length > 1 ? `, ${decay}` : ''
    const color = sizeStep(i, lines.length)
    const points = (value: (run: Run) => number) =>
      seedPoints(own.map((run): Sample => ({ x: run.x, y: value(run), live: run.live })))
    return [
      {
        key: `test ${decay}`,
        label: `test${about}`,
        color,
        style: 'line',
        points: points((run) => run.test),
      },
      {
        key: `train ${decay}`,
        label: `train${about}`,
        color,
        style: 'dashed',
        points: points((run) => run.train),
      },
    ]
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

/** What a model saves on its strings, and what it saves on as many new ones. */
const PARTS: readonly {
  readonly key: string
  /** Where a number follows, and both have to fit. */
  readonly short: string
  readonly color: number
  readonly bits: (known: KnowledgeBits) => number
}[] = [
  { key: 'memorised', short: 'mem.', color: 8, bits: ({ unintendedBits }) => unintendedBits },
  { key: 'generalised', short: 'gen.', color: 3, bits: ({ intendedBits }) => intendedBits },
  { key: 'new strings', short: 'new', color: 11, bits: ({ heldOutBits }) => heldOutBits },
]

function splitFigure(input: FigureInput): LinesFigure {
  const placed = placedRuns(input)
  const decays = decaysOf(input.records)
  const series = decays.flatMap((decay) => {
    const own = placed.finished.filter((run) => run.decay === decay)
    const isRecipe = decay === RECIPE_OPTIONS.weightDecay
    return PARTS.map(
      ({ key, short, color, bits }): FigureSeries => ({
        key: isRecipe ? key : `${key} ${decay}`,
        label: decays.length > 1 ? `${short}, ${decay}` : key,
        color,
        style: isRecipe || decays.length === 1 ? 'line' : 'dashed',
        points: seedPoints(
          own.map(({ x, record }) => ({ x, y: bits(knowledgeBits(record)) / record.params })),
        ),
      }),
    )
  })
  const values = series.flatMap(({ points }) => points.map(({ y }) => y))
  return {
    kind: 'lines',
    id: 'split',
    title: 'What the bits are: memorised or generalised',
    caption: `Bits per parameter that the model saves on its training strings. Memorised: what it saves beyond anybody who knows the source, string by string (unintended memorisation). Generalised: the rest, which knowledge of the source explains. Exact, because the source knows its own probabilities. New strings: what it saves on as many strings that it never saw; below 0, and off the chart, where it is sure of what is wrong.${
      decays.length > 1 ? ' Numbers at the lines: weight decay.' : ''
    }`,
    x: placed.x,
    // New strings may cost a model ten times what it saves on its own: such points lie below the edge.
    y: axisOver(
      'bits per parameter',
      'linear',
      values.filter((bits) => bits >= LEAST_SHOWN),
      [Math.max(LEAST_SHOWN, Math.min(0, ...values)), 2],
    ),
    series,
    bands: overfull(placed),
  }
}

/** Bits per parameter. */
const LEAST_SHOWN = -1

/** The recipe's weight decay, or the least of the others where it was not run. */
function shownDecay({ planned, records }: FigureInput): number {
  const decays = decaysOf([...planned, ...records])
  return (
    decays.find((decay) => decay === RECIPE_OPTIONS.weightDecay) ?? decays[0] ?? RECIPE_OPTIONS.weightDecay
  )
}

function trainingFigure(input: FigureInput): LinesFigure {
  const { records, planned, live } = input
  const decay = shownDecay(input)
  const first = Math.min(...planned.map(({ seed }) => seed), ...records.map(({ seed }) => seed))
  const curves = [
    ...records
      .filter(({ seed, settings }) => seed === first && decayOf(settings) === decay)
      .map(({ traces, datasetSize, width }) => ({
        datasetSize,
        width,
        steps: traces['test.step'] ?? [],
        losses: traces['test.bitsPerToken'] ?? [],
      })),
    ...live.flatMap(({ trialKey, looked }) => {
      const trial = planned.find(({ key }) => key === trialKey)
      if (!trial || trial.seed !== first || decayOf(trial.settings) !== decay || !looked) return []
      const losses = looked.values.testBitsPerToken ?? []
      return [{ datasetSize: trial.datasetSize, width: trial.shape.width, steps: looked.steps, losses }]
    }),
  ].toSorted((a, b) => a.datasetSize - b.datasetSize || a.width - b.width)
  const byModel = isByModel([...planned, ...records])
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
