/** Curves over the steps of a run, whether they come live or from its record. */
import { fallsTo } from '../metrics/crossing'
import type { Curve, Run, StartedRun } from './run'
import { datasetBitsOf } from './run'

/** Bits per token at the steps where the loss was kept: mean over the step's batch, before its update. */
export const LOSS_CURVE = 'loss.bitsPerToken'

/** `attack.auc` has its steps in `attack.step`: traces with a first part in common share their index. */
const stepsName = (name: string): string => `${name.split('.', 1)[0]}.step`

/** The curve of a run by the name of its trace; undefined where the run has none (yet). */
export function curve(run: Run, name: string): Curve | undefined {
  if (run.state === 'planned') return undefined
  if (run.state === 'training') return run.live.curves[name]
  const steps = run.record.traces[stepsName(name)]
  const values = run.record.traces[name]
  return steps && values ? { steps, values } : undefined
}

/** The latest value of a curve; undefined before the first. */
export const lastValue = (run: Run, name: string): number | undefined => curve(run, name)?.values.at(-1)

/** The points of a curve; values that are no numbers are left out. */
export const curvePoints = ({ steps, values }: Curve): { x: number; y: number }[] =>
  steps.flatMap((x, i) => {
    const y = values[i]
    return y === undefined || !Number.isFinite(y) ? [] : [{ x, y }]
  })

/** Reports come ten times a second; a step that lies closer than this to the one before, as a ratio, is not kept. */
const STEP_SPACING = 1.05

/**
 * A loss curve with one more report, or the same object where that comes too soon. A step that lies before the last means that the
 * member has begun anew: the curve begins anew with it.
 */
export function extendLossCurve(before: Curve | undefined, step: number, bitsPerToken: number): Curve {
  const last = before?.steps.at(-1)
  if (!before || last === undefined || step < last) return { steps: [step], values: [bitsPerToken] }
  if (step < STEP_SPACING * last || step === last) return before
  return { steps: [...before.steps, step], values: [...before.values, bitsPerToken] }
}

/** Bits per token over the whole dataset, at probes: what runs have whose steps see only a part of it. */
export const EVALUATED_CURVE = 'whole.bitsPerToken'

/**
 * Memorised bits over a run: the bits of the dataset less what its strings cost at each step where that was measured. Undefined where a step
 * saw only a part of the data, whose loss says nothing of the rest, and the whole was not probed.
 */
export function memorizedCurve(run: StartedRun): Curve | undefined {
  const { batch, datasetSize, shape } = run.trial
  const losses = curve(run, batch < datasetSize ? EVALUATED_CURVE : LOSS_CURVE)
  if (!losses) return undefined
  const tokens = datasetSize * shape.seqLen
  return {
    steps: losses.steps,
    values: losses.values.map((loss) => datasetBitsOf(run) - tokens * loss),
  }
}

/** The step at which a run first has so many bits, on the straight line over log steps between two measurements; undefined where it never has. */
export function stepsToBits(run: StartedRun, bits: number): number | undefined {
  const memorized = memorizedCurve(run)
  if (!memorized) return undefined
  const [first, ...rest] = curvePoints(memorized)
  if (!first || first.y >= bits) return first?.x
  return fallsTo(
    -bits,
    [first, ...rest].map(({ x, y }) => ({ x, y: -y })),
    'log',
  )
}

/** Steps at which a record keeps the loss, evenly spread over the logarithm of its steps. */
export const LOSS_POINTS = 64

/** How far the kept steps of a run's loss lie apart, 0.1 for a tenth: steps that differ by less are not told apart. */
export const lossSpacing = (totalSteps: number): number => totalSteps ** (1 / (LOSS_POINTS - 1)) - 1
