/** The measured line, dashed beyond what was measured; the paper's price of a bit; and answers in words. */
import type { Exhibit, FigureInput, FigurePoint, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { axisOver, seedPoints } from '@/core/figures/figure-points'
import type { Finding } from '@/core/findings/finding'
import { MORRIS_SLOPE, MORRIS_TABLE } from '@/core/findings/morris-table'
import { logSpaced } from '@/core/metrics/log-steps'
import { modelCapacities } from '@/core/runs/fit'
import { measuredTrials } from '@/core/runs/measured'
import { bytesOfBitsText, countText, decimalText } from '@/core/text/number'
import { type Answers, answersOf, askedParams, PRESS_BITS_PER_PARAM, PRESS_PARAMS } from './answer'

const LINE_POINTS = 40

const PAPER_BITS = decimalText(MORRIS_SLOPE.float32)

const curve = (from: number, to: number, bitsOf: (params: number) => number): FigurePoint[] =>
  to <= from
    ? []
    : logSpaced(from, to, LINE_POINTS)
        .map((x) => ({ x, y: bitsOf(x) }))
        .filter(({ y }) => y > 0)

function lineFigure(input: FigureInput): LinesFigure {
  const { planned, records, values } = input
  const asked = askedParams(values)
  const answers = answersOf(records)
  const known = [...planned, ...records].map(({ params }) => params)
  const least = Math.min(...known, asked, 1000)
  const most = Math.max(...known, asked, ...PRESS_PARAMS)
  const series = [...ownSeries(input, answers, asked, most), ...paperSeries(least, most)]
  const shown = series.flatMap(({ points }) => points.map(({ y }) => y))
  return {
    kind: 'lines',
    id: 'calculator',
    title: 'What a model of any size could hold',
    caption: `Points: models that this lab has filled. Solid lines run through what was measured, dashed ones only extend them. Thin: the ${PAPER_BITS} bits for each parameter of Morris et al. in float32, solid where they measured; the two grey points are the press’s, by the ${PRESS_BITS_PER_PARAM} bits of bfloat16. The distance between measured and asked-for sizes is the caveat: nobody has filled a model of a billion parameters.`,
    x: { label: 'parameters', scale: 'log', min: least, max: most },
    y: axisOver('bits of random strings', 'log', shown, [Number.POSITIVE_INFINITY, 0]),
    series,
  }
}

function ownSeries(
  input: FigureInput,
  answers: Answers | undefined,
  asked: number,
  most: number,
): FigureSeries[] {
  const runs = measuredTrials(input)
  const training = new Set(runs.filter(({ live }) => live).map(({ params }) => params))
  const points = modelCapacities(runs).flatMap(({ params, bySeed }) =>
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
    { key: 'fit', label: '', color: 4, style: 'curve', points: curve(from, to, answers.bits) },
    {
      key: 'beyond',
      label: `fit: ${decimalText(answers.line.slope)}`,
      color: 4,
      style: 'dashed-curve',
      points: curve(to, most, answers.bits),
    },
    ...(at.y > 0
      ? [{ key: 'asked', label: 'your model', color: 11, style: 'dots' as const, points: [at] }]
      : []),
  ]
}

function paperSeries(least: number, most: number): FigureSeries[] {
  const bitsOf = (params: number) => MORRIS_SLOPE.float32 * params
  const [first, last] = [MORRIS_TABLE[0]!.params, MORRIS_TABLE.at(-1)!.params]
  const part = (key: string, label: string, style: FigureSeries['style'], points: FigurePoint[]) =>
    ({ key, label, color: 'reference', style, points }) satisfies FigureSeries
  return [
    part('paper below', '', 'dashed-curve', curve(least, first, bitsOf)),
    part('paper', '', 'curve', curve(first, last, bitsOf)),
    part('paper above', `paper, fp32: ${PAPER_BITS}`, 'dashed-curve', curve(last, most, bitsOf)),
    part(
      'press',
      '',
      'dots',
      PRESS_PARAMS.map((x) => ({ x, y: PRESS_BITS_PER_PARAM * x })),
    ),
  ].filter(({ points }) => points.length > 0)
}

function answerFinding({ line, measured, bits, bitsInterval }: Answers, asked: number): Finding {
  const { slope, slopeInterval, seeds } = line
  const [least, most] = measured
  const paper = `Morris et al.: ${PAPER_BITS} bits for each parameter in float32, which would be ${bytesOfBitsText(MORRIS_SLOPE.float32 * asked)}`
  const held = bits(asked)
  if (asked < least || held <= 0) {
    return {
      verdict: 'not reached',
      text: `${countText(asked)} parameters are fewer than the smallest model measured, ${countText(least)}: train one of that size.`,
    }
  }
  const uncertainty =
    slopeInterval === undefined ? 'one seed, so no interval' : `95 % intervals over ${seeds} seeds`
  const about = (halfWidth: number | undefined, format: (value: number) => string) =>
    halfWidth === undefined ? '' : ` ± ${format(halfWidth)}`
  const reach =
    asked > most
      ? `extrapolated to ${countText(asked / most)} times the largest model measured`
      : 'between models that were measured'
  return {
    verdict: 'seen',
    text: `By this run’s line a model of ${countText(asked)} parameters could hold ${bytesOfBitsText(held)}${about(bitsInterval(asked), bytesOfBitsText)} of random strings: ${decimalText(slope)}${about(slopeInterval, decimalText)} bits for each parameter (${uncertainty}), ${reach}.`,
    paper,
  }
}

function pressFinding({ bits, line }: Answers): Finding {
  const [small, large] = PRESS_PARAMS.map((params) => ({
    press: bytesOfBitsText(PRESS_BITS_PER_PARAM * params),
    own: bytesOfBitsText(bits(params)),
  }))
  const ratio = line.slope / MORRIS_SLOPE.float32
  return {
    verdict: Math.abs(ratio - 1) < 0.1 ? 'agrees' : 'differs',
    text: `The press’s ${small!.press} for 500 thousand parameters and ${large!.press} for 1.5 billion would be ${small!.own} and ${large!.own} by this run’s line, whose slope is ${Math.round(100 * ratio)} % of the paper’s in float32: its models are small and their training is short.`,
    paper: `Morris et al.: up to 7 million parameters, ${PAPER_BITS} bits for each in float32; the press multiplied the ${PRESS_BITS_PER_PARAM} of bfloat16`,
  }
}

export const exhibit: Exhibit = {
  figures: (input) => [lineFigure(input)],
  findings(records, values) {
    if (records.length === 0) return []
    const answers = answersOf(records)
    if (!answers) {
      return [{ verdict: 'not reached', text: 'A line needs at least three models: add widths or layers.' }]
    }
    return [answerFinding(answers, askedParams(values)), pressFinding(answers)]
  },
}
