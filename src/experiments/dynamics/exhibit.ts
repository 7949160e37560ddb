/** One string in detail, with its phases shaded and every token at every probe; then all alphabets beside each other. */
import type { Exhibit, FigureBand, FigureSeries, GridFigure, LinesFigure } from '@/core/figures/figure'
import { axisOver, lossAxis, shareAxis, sizeStep, stepAxis, valuesOf } from '@/core/figures/figure-points'
import { levelLine } from '@/core/figures/reference-lines'
import { sentenceOf } from '@/core/findings/finding'
import { evenSample } from '@/core/metrics/recall'
import {
  learningRepetition,
  ofFirstProbedSeed,
  phasesOf,
  probedPoints,
  type RepetitionRun,
  type RepetitionValue,
  repetitionRuns,
  runLabel,
} from '@/core/runs/repetition'
import type { Run } from '@/core/runs/run'
import { type DynamicsFinding, findings, settledBy } from './findings'
import { sentences, text } from './texts'

/** The string that is shown in detail: of those that train now, else of all, the simplest. */
const focusOf = (runs: readonly RepetitionRun[]): RepetitionRun | undefined =>
  runs.find(({ live }) => live) ?? runs[0]

const about = (run: RepetitionRun | undefined): string | undefined => run && runLabel(run)

/** Bits of an even guess among all symbols: the least that an axis of losses must hold. */
const evenGuess = (runs: readonly Run[]): number => Math.log2(runs[0]?.trial.shape.vocab ?? 2)

function bandsOf(run: RepetitionRun | undefined): FigureBand[] {
  if (!run) return []
  const { guessingFrom, memorizingFrom, memorizedAt } = phasesOf(run)
  const last = run.curve.steps.at(-1)!
  return [
    ...(guessingFrom === undefined
      ? []
      : [{ from: guessingFrom, to: memorizingFrom ?? last, label: text.bands.guessing }]),
    ...(memorizingFrom === undefined
      ? []
      : [{ from: memorizingFrom, to: memorizedAt ?? last, label: text.bands.memorizing }]),
  ].filter(({ from, to }) => to > from)
}

const curveSeries = (
  run: RepetitionRun,
  name: RepetitionValue,
  label: string,
  color: FigureSeries['color'],
  style: FigureSeries['style'] = 'curve',
): FigureSeries => ({
  key: label,
  label,
  color,
  style,
  points: probedPoints(run, name),
})

function bitsFigure(runs: readonly Run[], focus: RepetitionRun | undefined): LinesFigure {
  const x = stepAxis(runs)
  const { bits } = text
  const series = focus
    ? [
        curveSeries(focus, 'heldoutBitsPerToken', bits.heldOut, 6, 'thin-curve'),
        curveSeries(focus, 'bitsPerToken', bits.loss, 11),
        curveSeries(focus, 'entropyBits', bits.entropy, 4),
        curveSeries(focus, 'klBits', bits.kl, 1),
        levelLine('guessing', bits.guessing(focus.symbols), focus.sourceBits, x),
      ]
    : []
  return {
    kind: 'lines',
    id: 'bits',
    title: bits.title(about(focus)),
    caption: bits.caption,
    x,
    // Amounts are compared here, and KL is near 0 for long: the axis is linear whatever they span.
    y: axisOver(bits.y, 'linear', valuesOf(series), [0, evenGuess(runs)]),
    series,
    bands: bandsOf(focus),
  }
}

function sharesFigure(runs: readonly Run[], focus: RepetitionRun | undefined): LinesFigure {
  const x = stepAxis(runs)
  const { shares } = text
  return {
    kind: 'lines',
    id: 'shares',
    title: shares.title(about(focus)),
    caption: shares.caption,
    x,
    y: shareAxis(shares.y),
    series: focus
      ? [
          curveSeries(focus, 'alphabetMass', shares.mass, 4),
          curveSeries(focus, 'accuracy', shares.accuracy, 11),
          levelLine('chance', shares.chance(focus.symbols), 1 / focus.symbols, x),
        ]
      : [],
    bands: bandsOf(focus),
  }
}

/** Token probabilities of a run, a row for each of some probes; positions are known once it has finished. */
function gridOf(run: RepetitionRun['run'] | undefined) {
  if (run?.state !== 'finished') return { ...(run?.live.grid ?? { columns: 0, values: [] }), positions: [] }
  const { tokenPosition = [], tokens = [] } = run.record.traces
  return { columns: tokenPosition.length, values: tokens, positions: tokenPosition }
}

function tokensFigure(focus: RepetitionRun | undefined): GridFigure {
  const { columns, values, positions } = gridOf(focus?.run)
  const rows = columns > 0 ? values.length / columns : 0
  const { tokens } = text
  return {
    kind: 'grid',
    id: 'tokens',
    title: tokens.title(about(focus)),
    caption: tokens.caption,
    rowsLabel: tokens.rows,
    columnsLabel: tokens.columns,
    rowNames: focus
      ? evenSample(focus.curve.steps.length, rows).map((i) => String(focus.curve.steps[i]))
      : [],
    columnNames: positions.map((t) => String(t + 1)),
    columns,
    values,
    legend: tokens.legend,
  }
}

function alphabetsFigure(runs: readonly Run[], probed: readonly RepetitionRun[]): LinesFigure {
  const shown = ofFirstProbedSeed(probed)
  const series = shown.map((run, i) => ({
    ...curveSeries(run, 'bitsPerToken', runLabel(run), sizeStep(i, shown.length)),
    key: run.trialKey,
  }))
  return {
    kind: 'lines',
    id: 'alphabets',
    title: text.alphabets.title,
    // They all end near 0.
    names: 'beside',
    caption: text.alphabets.caption,
    x: stepAxis(runs),
    y: lossAxis(text.alphabets.y, valuesOf(series), evenGuess(runs)),
    series,
  }
}

export const exhibit: Exhibit<DynamicsFinding> = {
  figures({ runs }) {
    const probed = repetitionRuns(runs)
    const focus = focusOf(probed)
    return [
      bitsFigure(runs, focus),
      sharesFigure(runs, focus),
      tokensFigure(focus),
      alphabetsFigure(runs, probed),
    ]
  },
  findings,
  learning: learningRepetition,
  sentence: (finding) => sentenceOf(sentences, finding),
  settledBy,
}
