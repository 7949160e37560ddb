/** The series that every experiment with probes draws: a value over the steps of the runs of one seed. */
import { curve, curvePoints, LOSS_CURVE, memorizedCurve } from '../runs/curve'
import { byModel, ofFirstSeed, ofLargestModel, ofMostData } from '../runs/group'
import { isStarted, type Run, type StartedRun, startedRuns } from '../runs/run'
import type { FigureColor, FigureSeries } from './figure'
import { sizeStep } from './figure-points'

/**
 * A line for each run of the first seed that has the curve, finished or training: small models first, then little data.
 * @param name of the curve, `attack.auc`. @param label of a line; `about` tells models apart, and is empty where there is one.
 */
export function trainingSeries(
  runs: readonly Run[],
  name: string,
  label: (run: StartedRun, about: string) => string,
): FigureSeries[] {
  const lines = byModel(ofFirstSeed(runs)).flatMap(({ about, runs: own }) =>
    own.filter(isStarted).flatMap((run) => {
      const values = curve(run, name)
      return values ? [{ key: run.trial.key, label: label(run, about), points: curvePoints(values) }] : []
    }),
  )
  return lines.map((line, i): FigureSeries => ({ ...line, color: sizeStep(i, lines.length), style: 'curve' }))
}

/** One of several ways to train on the same strings: a variant of the recipe, a format of the weights. */
export interface TrainedKind {
  readonly key: string
  readonly label: string
  readonly color: FigureColor
  has(run: Run): boolean
}

/**
 * Memorised bits for each parameter over the steps, a line for each kind that has them: of the largest model that trains or has finished, on
 * the most data, in one seed.
 */
export function memorizedSeries(runs: readonly Run[], kinds: readonly TrainedKind[]): FigureSeries[] {
  const measured = startedRuns(runs).filter((run) => curve(run, LOSS_CURVE))
  const shown = ofFirstSeed(ofMostData(ofLargestModel(measured)))
  return kinds.flatMap(({ has, ...line }): FigureSeries[] => {
    const run = shown.find(has)
    const memorized = run && memorizedCurve(run)
    if (!memorized) return []
    const points = curvePoints(memorized).map(({ x, y }) => ({ x, y: y / run.trial.params }))
    return [{ ...line, style: 'curve', points }]
  })
}
