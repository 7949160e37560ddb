/** Figures: what is left of each string after each phase, the accuracy of all of them throughout, and how fast each is learned. */

import type { Exhibit, FigureSeries, GridFigure, LinesFigure } from '@/core/figures/figure'
import { axisOver, type Sample, seedPoints, shareAxis, sizeStep } from '@/core/figures/figure-points'
import { sentenceOf } from '@/core/findings/finding'
import { groupBy } from '@/core/group'
import { mean } from '@/core/metrics/stats'
import { curvePoints } from '@/core/runs/curve'
import { learningStrings } from '@/core/runs/learning'
import type { Run } from '@/core/runs/run'
import { findings, type SequenceFinding, settledBy } from './findings'
import { shownStrings, stepsInAll, stringsInAll } from './phases'
import { aboveChance, accuracyAfter, phaseNow, type SequenceRun, sequenceRuns, stepsToKnow } from './series'
import { sentences, text } from './texts'

/** The run that is shown in detail: the simplest of those that train now, else of all. */
const focusOf = (runs: readonly SequenceRun[]): SequenceRun | undefined =>
  runs.find(({ steps, strings, phaseSteps }) => steps.at(-1)! < stepsInAll(strings, phaseSteps)) ?? runs[0]

/** `2`, and `1 again` for the return. */
const phaseName = ({ strings }: SequenceRun, phase: number): string =>
  text.phase(shownStrings(strings)[phase]! + 1, phase === strings)

/**
 * Mean over the seeds of one alphabet: of those that have ended a phase; of one that nobody has ended, what is known now, so that the
 * picture lives from the first probe on; blank before that.
 */
function leftFigure(runs: readonly SequenceRun[], focus: SequenceRun | undefined): GridFigure {
  const own = runs.filter(({ symbols }) => symbols === focus?.symbols)
  const phases = focus ? shownStrings(focus.strings).map((_, phase) => phase) : []
  const columns = focus ? stringsInAll(focus.strings) : 0
  // NaN, a blank cell, where there are none.
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
    const name = phaseName(focus!, phase)
    return { name: isNow ? text.left.now(name) : name, values }
  })
  return {
    kind: 'grid',
    id: 'left',
    title: text.left.title(focus?.symbols),
    caption: text.left.caption,
    rowsLabel: text.left.rows,
    columnsLabel: text.left.columns,
    rowNames: rows.map(({ name }) => name),
    rowLetters: Math.max(0, ...phases.map((phase) => text.left.now(phaseName(focus!, phase)).length)),
    columnNames: Array.from({ length: columns }, (_, string) => String(string + 1)),
    columns,
    values: rows.flatMap(({ values }) => values),
    legend: text.left.legend,
  }
}

function accuracyFigure(runs: readonly Run[], focus: SequenceRun | undefined): LinesFigure {
  const most = Math.max(1, ...runs.map(({ trial }) => trial.steps))
  const last = focus?.steps.at(-1) ?? 0
  return {
    kind: 'lines',
    id: 'course',
    title: text.accuracy.title(focus?.symbols),
    caption: text.accuracy.caption,
    x: { label: text.accuracy.x, scale: 'linear', min: 0, max: most },
    y: shareAxis(text.accuracy.y),
    series: (focus?.accuracy ?? []).map((values, string) => ({
      key: String(string),
      label: text.accuracy.string(string + 1),
      color: sizeStep(string, stringsInAll(focus!.strings)),
      style: 'curve',
      points: curvePoints({ steps: focus!.steps, values }),
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
        label: text.speed.fresh(symbols),
        color,
        style: 'line',
        points: seedPoints(
          samples(own, ({ strings }) => [...Array.from({ length: strings }, (_, p) => p), strings + 1]),
        ),
      },
      {
        key: `again ${symbols}`,
        label: text.speed.again(symbols),
        color,
        style: 'dots',
        points: seedPoints(samples(own, ({ strings }) => [strings])),
      },
    ]
  })
  return {
    kind: 'lines',
    id: 'speed',
    title: text.speed.title,
    awaits: text.speed.awaits,
    caption: text.speed.caption,
    x: {
      label: text.speed.x,
      scale: 'linear',
      min: 0,
      max: Math.max(2, ...runs.map(({ strings }) => strings + 2)),
    },
    y: axisOver(
      text.speed.y,
      'linear',
      series.flatMap(({ points }) => points.flatMap(({ y, high = y }) => high)),
      [0, 50],
    ),
    series,
  }
}

export const exhibit: Exhibit<SequenceFinding> = {
  figures({ runs }) {
    const probed = sequenceRuns(runs)
    const focus = focusOf(probed)
    return [leftFigure(probed, focus), accuracyFigure(runs, focus), speedFigure(probed)]
  },
  findings,
  learning: (runs) => {
    const probed = sequenceRuns(runs)
    const [first] = probed
    const phase = first && phaseNow(first)
    if (!first || phase === undefined) return learningStrings(runs)
    const string = shownStrings(first.strings)[phase]!
    const right = probed.map(({ accuracy }) => accuracy[string]?.at(-1) ?? 0)
    return text.learning(phaseName(first, phase), stringsInAll(first.strings), mean(right))
  },
  sentence: (finding) => sentenceOf(sentences, finding),
  settledBy,
}
