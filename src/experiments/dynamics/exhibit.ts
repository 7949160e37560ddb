/** One string in detail, with its phases shaded and every token at every look; then all alphabets beside each other. */
import type {
  Exhibit,
  FigureAxis,
  FigureBand,
  FigureInput,
  FigureSeries,
  GridFigure,
  LinesFigure,
} from '@/core/figures/figure'
import { axisOver, sizeStep, stepAxis } from '@/core/figures/figure-points'
import { phasesOf, type RepetitionRun, repetitionRuns, runLabel } from '@/core/runs/repetition'
import { findings } from './findings'

/** The string that is shown in detail: of those that train now, else of all, the simplest. */
const focusOf = (runs: readonly RepetitionRun[]): RepetitionRun | undefined =>
  runs.find(({ live }) => live) ?? runs[0]

const about = (run: RepetitionRun | undefined): string => (run ? `, ${runLabel(run)}` : '')

function bandsOf(run: RepetitionRun | undefined): FigureBand[] {
  if (!run) return []
  const { guessingFrom, memorizingFrom, memorizedAt } = phasesOf(run)
  const last = run.curve.steps.at(-1)!
  return [
    ...(guessingFrom === undefined
      ? []
      : [{ from: guessingFrom, to: memorizingFrom ?? last, label: 'guessing' }]),
    ...(memorizingFrom === undefined
      ? []
      : [{ from: memorizingFrom, to: memorizedAt ?? last, label: 'memorising' }]),
  ].filter(({ from, to }) => to > from)
}

const curve = (
  run: RepetitionRun,
  name: Exclude<keyof RepetitionRun['curve'], 'steps'>,
  label: string,
  color: FigureSeries['color'],
  style: FigureSeries['style'] = 'curve',
): FigureSeries => ({
  key: label,
  label,
  color,
  style,
  points: run.curve.steps.flatMap((x, i) => {
    const y = run.curve[name][i]
    return y === undefined || !Number.isFinite(y) ? [] : [{ x, y }]
  }),
})

function bitsFigure(input: FigureInput, run: RepetitionRun | undefined): LinesFigure {
  const x = stepAxis(input.planned, input.records)
  const vocab = input.planned[0]?.shape.vocab ?? input.records[0]?.vocab ?? 2
  const series = run
    ? [
        curve(run, 'heldoutBitsPerToken', 'new string', 6, 'dashed-curve'),
        curve(run, 'bitsPerToken', 'loss', 11),
        curve(run, 'entropyBits', 'entropy', 4),
        curve(run, 'klBits', 'KL', 1),
        level('guessing', `log₂ ${run.symbols}`, run.sourceBits, x),
      ]
    : []
  return {
    kind: 'lines',
    id: 'bits',
    title: `First the alphabet, then the string${about(run)}`,
    caption:
      'Bits per token. Loss: what the string costs. Entropy: how undecided the predictions are. KL: how far they are from the alphabet’s own distribution. While the model guesses, loss and entropy rest at the grey line and KL is near 0. Dashed: strings of the same alphabet that it never saw; they must never cost less than guessing.',
    x,
    y: axisOver(
      'bits per token',
      'linear',
      series.flatMap(({ points }) => points.map(({ y }) => y)),
      [0, Math.log2(vocab)],
    ),
    series,
    bands: bandsOf(run),
  }
}

const level = (key: string, label: string, y: number, { min, max }: FigureAxis): FigureSeries => ({
  key,
  label,
  color: 'reference',
  style: 'curve',
  points: [
    { x: min, y },
    { x: max, y },
  ],
})

function sharesFigure(input: FigureInput, run: RepetitionRun | undefined): LinesFigure {
  return {
    kind: 'lines',
    id: 'shares',
    title: `What it knows${about(run)}`,
    caption:
      'Mass: probability that the predictions give to the string’s alphabet. Accuracy: share of the tokens that would be guessed right. Accuracy near 1/l: one symbol is named throughout. It rises above that as the string itself is learned.',
    x: stepAxis(input.planned, input.records),
    y: { label: 'share', scale: 'linear', min: 0, max: 1 },
    series: run
      ? [
          curve(run, 'alphabetMass', 'mass', 4),
          curve(run, 'accuracy', 'accuracy', 11),
          level('chance', `1/${run.symbols}`, 1 / run.symbols, stepAxis(input.planned, input.records)),
        ]
      : [],
    bands: bandsOf(run),
  }
}

function tokensFigure(input: FigureInput, run: RepetitionRun | undefined): GridFigure {
  const record = input.records.find(({ trialKey }) => trialKey === run?.trialKey)
  const looked = input.live.find(({ trialKey }) => trialKey === run?.trialKey)?.looked
  const grid = record
    ? { columns: record.traces.tokenPosition?.length ?? 0, values: record.traces.tokens ?? [] }
    : looked?.grid
  const rows = grid && grid.columns > 0 ? grid.values.length / grid.columns : 0
  return {
    kind: 'grid',
    id: 'tokens',
    title: `Every token, look by look${about(run)}`,
    caption:
      'A column is a position of the string, a row a look at the model, the shade the probability that it gives to the right token. Where columns darken one by one, tokens are learned so, and not from left to right.',
    rowsLabel: 'step',
    columnsLabel: 'position',
    rowNames: run ? run.curve.steps.slice(0, rows).map(String) : [],
    columnNames: record?.traces.tokenPosition?.map((t) => String(t + 1)) ?? [],
    columns: grid?.columns ?? 0,
    values: grid?.values ?? [],
    legend: ['impossible', 'certain'],
  }
}

function alphabetsFigure(input: FigureInput, runs: readonly RepetitionRun[]): LinesFigure {
  const first = Math.min(...runs.map(({ seed }) => seed))
  const shown = runs.filter(({ seed }) => seed === first)
  const series = shown.map((run, i) => ({
    ...curve(run, 'bitsPerToken', runLabel(run), sizeStep(i, shown.length)),
    key: run.trialKey,
  }))
  const vocab = input.planned[0]?.shape.vocab ?? input.records[0]?.vocab ?? 2
  return {
    kind: 'lines',
    id: 'alphabets',
    title: 'Loss, alphabet by alphabet',
    // They all end near 0.
    names: 'beside',
    caption:
      'One seed. Two things to compare: how soon the loss falls to guessing among the symbols, and how soon from there to nothing.',
    x: stepAxis(input.planned, input.records),
    y: axisOver(
      'loss, bits per token',
      'linear',
      series.flatMap(({ points }) => points.map(({ y }) => y)),
      [0, Math.log2(vocab)],
    ),
    series,
  }
}

export const exhibit: Exhibit = {
  figures(input) {
    const runs = repetitionRuns(input)
    const focus = focusOf(runs)
    return [
      bitsFigure(input, focus),
      sharesFigure(input, focus),
      tokensFigure(input, focus),
      alphabetsFigure(input, runs),
    ]
  },
  findings,
}
