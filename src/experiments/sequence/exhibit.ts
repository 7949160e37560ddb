/** What is left of each string after each phase, the accuracy of all of them throughout, and how fast each is learned. */
import type { Exhibit, FigureInput, FigureSeries, GridFigure, LinesFigure } from '@/core/figures/figure'
import { axisOver, type Sample, seedPoints, sizeStep } from '@/core/figures/figure-points'
import { groupBy } from '@/core/group'
import { findings } from './findings'
import { shownStrings, stepsInAll, stringsInAll } from './phases'
import {
  aboveChance,
  accuracyAfter,
  phaseName,
  phaseNow,
  type SequenceRun,
  sequenceRuns,
  stepsToKnow,
} from './series'

/** Of those that train now, else of all, the simplest. */
const focusOf = (runs: readonly SequenceRun[]): SequenceRun | undefined =>
  runs.find(({ steps, strings, phaseSteps }) => steps.at(-1)! < stepsInAll(strings, phaseSteps)) ?? runs[0]

const about = (run: SequenceRun | undefined): string => (run ? `, ${run.symbols} symbols` : '')

/**
 * Mean over the seeds of one alphabet: of those that have ended a phase; of one that nobody has ended, what is known now, so that the
 * picture lives from the first look on; blank before that.
 */
function leftFigure(runs: readonly SequenceRun[], focus: SequenceRun | undefined): GridFigure {
  const own = runs.filter(({ symbols }) => symbols === focus?.symbols)
  const phases = focus ? shownStrings(focus.strings).map((_, phase) => phase) : []
  const columns = focus ? stringsInAll(focus.strings) : 0
  const mean = (accuracies: readonly number[]): number =>
    accuracies.reduce((sum, accuracy) => sum + aboveChance(accuracy, focus!.symbols), 0) / accuracies.length
  const rows = phases.map((phase) => {
    const hasEnded = own.some((run) => accuracyAfter(run, phase, 0) !== undefined)
    const at = (run: SequenceRun, string: number): number | undefined => {
      if (hasEnded) return accuracyAfter(run, phase, string)
      return phaseNow(run) === phase ? run.accuracy[string]?.at(-1) : undefined
    }
    const values = Array.from({ length: columns }, (_, string) =>
      mean(own.flatMap((run) => at(run, string) ?? [])),
    )
    const isNow = !hasEnded && values.some(Number.isFinite)
    return { name: `${phaseName(focus!, phase)}${isNow ? ' (now)' : ''}`, values }
  })
  return {
    kind: 'grid',
    id: 'left',
    title: `What is left of each string${about(focus)}`,
    caption:
      'A row is the moment after a string was learned, a column a string. Shade: tokens that would be guessed right, as a share of what mere guessing among the alphabet’s symbols leaves. On the diagonal stands the string that was just learned, left of it what is left of the earlier ones, right of it those that have not come yet. While it trains, the row marked now follows the latest look; rows without cells are still to come.',
    rowsLabel: 'after string',
    columnsLabel: 'string',
    rowNames: rows.map(({ name }) => name),
    columnNames: Array.from({ length: columns }, (_, string) => String(string + 1)),
    columns,
    values: rows.flatMap(({ values }) => values),
    legend: ['no better than guessing', 'every token'],
  }
}

function courseFigure({ planned, records }: FigureInput, focus: SequenceRun | undefined): LinesFigure {
  const most = Math.max(1, ...planned.map(({ steps }) => steps), ...records.map(({ steps }) => steps))
  const last = focus?.steps.at(-1) ?? 0
  return {
    kind: 'lines',
    id: 'course',
    title: `Accuracy of every string throughout${about(focus)}`,
    caption:
      'One seed. Shaded: the time in which a string is shown. Each line is a string; it rises while it is shown and falls while another is.',
    x: { label: 'step', scale: 'linear', min: 0, max: most },
    y: { label: 'accuracy', scale: 'linear', min: 0, max: 1 },
    series: (focus?.accuracy ?? []).map((own, string) => ({
      key: String(string),
      label: `string ${string + 1}`,
      color: sizeStep(string, stringsInAll(focus!.strings)),
      style: 'curve',
      points: focus!.steps.flatMap((x, i) => (own[i] === undefined ? [] : [{ x, y: own[i] }])),
    })),
    bands: focus
      ? shownStrings(focus.strings).flatMap((_, phase) =>
          phase * focus.phaseSteps < last
            ? [
                {
                  from: phase * focus.phaseSteps,
                  to: (phase + 1) * focus.phaseSteps,
                  label: phaseName(focus, phase),
                },
              ]
            : [],
        )
      : [],
  }
}

function speedFigure(runs: readonly SequenceRun[]): LinesFigure {
  const alphabets = [...groupBy(runs, ({ symbols }) => symbols)]
  const samples = (own: readonly SequenceRun[], phases: (run: SequenceRun) => readonly number[]): Sample[] =>
    own.flatMap((run) =>
      phases(run).map((phase) => ({ x: phase + 1, y: stepsToKnow(run, phase) ?? Number.NaN })),
    )
  const series = alphabets.flatMap(([symbols, own], i): FigureSeries[] => {
    const color = sizeStep(i, alphabets.length)
    return [
      {
        key: `new ${symbols}`,
        label: `new, l ${symbols}`,
        color,
        style: 'line',
        points: seedPoints(
          samples(own, ({ strings }) => [...Array.from({ length: strings }, (_, p) => p), strings + 1]),
        ),
      },
      {
        key: `again ${symbols}`,
        label: `again, l ${symbols}`,
        color,
        style: 'dots',
        points: seedPoints(samples(own, ({ strings }) => [strings])),
      },
    ]
  })
  return {
    kind: 'lines',
    id: 'speed',
    title: 'How fast each string is learned',
    awaits: 'No string is known so far',
    caption:
      'Steps from its first showing until 99 % of its tokens would be guessed right. The dot, again, is the first string when it comes back; the line ends with a string that is new after that, to compare with. A string that was never known has none. The learning rate warms up during the first one, which is slower for that alone.',
    x: {
      label: 'n-th string shown',
      scale: 'linear',
      min: 0,
      max: Math.max(2, ...runs.map(({ strings }) => strings + 2)),
    },
    y: axisOver(
      'steps to learn',
      'linear',
      series.flatMap(({ points }) => points.flatMap(({ y, high = y }) => high)),
      [0, 50],
    ),
    series,
  }
}

export const exhibit: Exhibit = {
  figures(input) {
    const runs = sequenceRuns(input)
    const focus = focusOf(runs)
    return [leftFigure(runs, focus), courseFigure(input, focus), speedFigure(runs)]
  },
  findings,
}
