/** Registry: the strings of each experiment's trials, without their procedures, which only the thread that trains loads. */
import { byFolder } from '../by-folder'
import { type Dataset, trainingStrings } from '../data/dataset'
import { printSource } from '../data/sources'
import type { Trial } from './trial'
import { datasetRequest } from './trial-strings'

type Draw = (trial: Trial) => Dataset

const modules = import.meta.glob<{ default: Draw }>(
  ['../../experiments/*/training-strings.ts', '!../../experiments/_*/**'],
  { eager: true },
)

const own = byFolder(modules, (module) => module.default)

/**
 * What a trial is trained on: draws of its source, unless its experiment brings other strings.
 * @throws RangeError for a source that does not fit the trial's strings, for text, and for a visitor's own text that is not at hand.
 */
export const trainingStringsOf: Draw = (trial) =>
  own.get(trial.experiment)?.(trial) ?? trainingStrings(datasetRequest(trial, trial.datasetSize))

/** Trials of equal keys have equal strings, whatever models they train. */
export function stringsKey({ experiment, source, shape, datasetSize, seed, settings }: Trial): string {
  const drawn = [printSource(source), shape.vocab, shape.seqLen, datasetSize, seed]
  return (own.has(experiment) ? [experiment, ...drawn, JSON.stringify(settings)] : drawn).join('/')
}
