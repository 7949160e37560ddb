/** The measured line, dashed beyond what was measured, and the paper's price of a bit. */
import type { Exhibit, ExhibitInput, FigurePoint, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { axisOver, seedPoints, valuesOf } from '@/core/figures/figure-points'
import { formulaPoints } from '@/core/figures/reference-lines'
import { sentenceOf } from '@/core/findings/finding'
import { MORRIS_SLOPE, MORRIS_TABLE } from '@/core/findings/morris-table'
import { modelCapacities } from '@/core/runs/fit'
import { finishedRuns, isTraining, type Run, startedRuns } from '@/core/runs/run'
import { type CalculatorFinding, findings } from './findings'
import { type Answers, answersOf, askedParams, PRESS_BITS_PER_PARAM, PRESS_PARAMS } from './series'
import { sentences, text } from './texts'

function lineFigure({ runs, values }: ExhibitInput): LinesFigure {
  const asked = askedParams(values)
  const answers = answersOf(finishedRuns(runs))
  const known = runs.map(({ trial }) => trial.params)
  const least = Math.min(...known, asked, 1000)
  const most = Math.max(...known, asked, ...PRESS_PARAMS)
  const series = [...ownSeries(runs, answers, asked, most), ...paperSeries(least, most)]
  const shown = valuesOf(series)
  return {
    kind: 'lines',
    id: 'calculator',
    title: text.line.title,
    caption: text.line.caption,
    x: { label: text.line.x, scale: 'log', min: least, max: most },
    y: axisOver(text.line.y, 'log', shown, [Number.POSITIVE_INFINITY, 0]),
    series,
  }
}

function ownSeries(
  runs: readonly Run[],
  answers: Answers | undefined,
  asked: number,
  most: number,
): FigureSeries[] {
  const training = new Set(runs.filter(isTraining).map(({ trial }) => trial.params))
  const points = modelCapacities(startedRuns(runs)).flatMap(({ params, bySeed }) =>
    [...bySeed.values()].map((y) => ({ x: params, y, live: training.has(params) })),
  )
  const measured: FigureSeries = {
    key: 'measured',
    label: '',
    color: 4,
    style: 'dots',
    points: seedPoints(points),
  }
  if (!answers) return [measured]
  const [from, to] = answers.measured
  const at = { x: asked, y: answers.bits(asked) }
  return [
    measured,
    { key: 'fit', label: '', color: 4, style: 'curve', points: formulaPoints(from, to, answers.bits) },
    {
      key: 'beyond',
      label: text.line.fit(answers.line.slope),
      color: 4,
      style: 'formula',
      points: formulaPoints(to, most, answers.bits),
    },
    ...(at.y > 0
      ? [{ key: 'asked', label: text.line.asked, color: 11, style: 'dots' as const, points: [at] }]
      : []),
  ]
}

function paperSeries(least: number, most: number): FigureSeries[] {
  const bitsOf = (params: number) => MORRIS_SLOPE.float32 * params
  const [first, last] = [MORRIS_TABLE[0]!.params, MORRIS_TABLE.at(-1)!.params]
  const part = (key: string, label: string, style: FigureSeries['style'], points: FigurePoint[]) =>
    ({ key, label, color: 'reference', style, points }) satisfies FigureSeries
  return [
    part('paper below', '', 'formula', formulaPoints(least, first, bitsOf)),
    part('paper', '', 'curve', formulaPoints(first, last, bitsOf)),
    part('paper above', text.line.paper, 'formula', formulaPoints(last, most, bitsOf)),
    part(
      'press',
      '',
      'dots',
      PRESS_PARAMS.map((x) => ({ x, y: PRESS_BITS_PER_PARAM * x })),
    ),
  ].filter(({ points }) => points.length > 0)
}

export const exhibit: Exhibit<CalculatorFinding> = {
  figures: (input) => [lineFigure(input)],
  findings,
  sentence: (finding) => sentenceOf(sentences, finding),
}
