/** What figures and findings need of the runs. */
import { type ModelRuns, measureOf } from '@/core/runs/group'
import type { Run } from '@/core/runs/run'

/** Of every probe; the steps of the probes are the trace `probe.step`. */
export const ACCURACY_CURVE = 'probe.accuracy'

export const accuraciesOf = ({ runs }: Pick<ModelRuns, 'runs'>): number[] => measureOf(runs, 'accuracy')

/** Accuracy of an even guess among all symbols. */
export const chanceOf = ({ trial }: Run): number => 1 / trial.shape.vocab
