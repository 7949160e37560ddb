/** The series that every experiment with probes draws: a value over the steps of the runs of one seed. */
import { curve, curvePoints } from '../runs/curve'
import { byModel, ofFirstSeed } from '../runs/group'
import { isStarted, type Run, type StartedRun } from '../runs/run'
import type { FigureSeries } from './figure'
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
