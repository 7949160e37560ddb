/** Memorised bits and losses at the steps where the loss was kept: of finished runs, and of those that train. */
import type { FigureInput, FigurePoint, LossCourse } from '../figures/figure'
import { type TrialRecord, trialColumns } from '../results/result'

/** A run as far as it has come: a record, or a trial that trains, which has the traces of its loss alone. */
export type TrainingRun = ReturnType<typeof trialColumns> & Pick<TrialRecord, 'datasetBits' | 'traces'>

/** Finished runs, then those that train. */
export function trainingRuns({ planned, records, live }: FigureInput): TrainingRun[] {
  const finished = new Set(records.map(({ trialKey }) => trialKey))
  const trials = new Map(planned.map((trial) => [trial.key, trial]))
  const training = live.flatMap(({ trialKey, datasetBits, course }): TrainingRun[] => {
    const trial = trials.get(trialKey)
    if (!trial || !course || finished.has(trialKey)) return []
    const traces = { 'loss.step': course.steps, 'loss.bitsPerToken': course.bitsPerToken }
    return [{ ...trialColumns(trial), datasetBits, traces }]
  })
  return [...records, ...training]
}

/** Reports come ten times a second: steps that lie closer together than this are not kept. */
const STEP_SPACING = 1.05

/** @returns the course with one more report, or as it was where that comes too soon; anew where a member has begun anew. */
export function extendCourse(course: LossCourse | undefined, step: number, bitsPerToken: number): LossCourse {
  const last = course?.steps.at(-1)
  if (!course || last === undefined || step < last) return { steps: [step], bitsPerToken: [bitsPerToken] }
  if (step < STEP_SPACING * last || step === last) return course
  return { steps: [...course.steps, step], bitsPerToken: [...course.bitsPerToken, bitsPerToken] }
}

/** Bits of the dataset less what its strings cost at that step; empty where a batch was less than the data, or nothing was kept. */
export function memorizedWhileTraining({
  batch,
  datasetSize,
  datasetBits,
  seqLen,
  traces,
}: Pick<TrainingRun, 'batch' | 'datasetSize' | 'datasetBits' | 'seqLen' | 'traces'>): FigurePoint[] {
  const losses = traces['loss.bitsPerToken'] ?? []
  if (batch < datasetSize) return []
  return (traces['loss.step'] ?? []).map((x, i) => ({
    x,
    y: datasetBits - datasetSize * seqLen * losses[i]!,
  }))
}

/** The first kept step with at least this share of what the run had memorised at its end; undefined where no step has. */
export const stepsToShare = (record: TrialRecord, share: number): number | undefined =>
  memorizedWhileTraining(record).find(({ y }) => y >= share * record.memorizedBits)?.x

/** How far the last kept steps lie apart, 0.1 for a tenth: steps that differ by less are not told apart. 0 where fewer than two were kept. */
export function keptStepSpacing({ traces }: Pick<TrialRecord, 'traces'>): number {
  const [before, last] = (traces['loss.step'] ?? []).slice(-2)
  return before === undefined || last === undefined ? 0 : last / before - 1
}
