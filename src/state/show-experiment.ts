/**
 * What is on show belongs to what is set: the sweep that trains, where it is the experiment's; else what this browser has of the config; else
 * what is recorded of it. A sweep of another experiment goes on meanwhile, and is found again here.
 */
import type { LabStores } from './lab-stores'
import { knownRecords } from './results-store'
import { isActive } from './run-status'
import { hasResults } from './sweeps'

type Lab = Pick<LabStores, 'config' | 'results' | 'run'>

/** Shows what there is of the config that is set. Resolves when the recorded results of its preset are there. */
export function showExperiment(lab: Lab): Promise<void> {
  showConfig(lab)
  const { experiment, presetId } = lab.config.getState()
  return lab.results.getState().loadRecorded(experiment.id, presetId)
}

/** Shows what there is of the config that is set; what is on show stays while that has problems. */
export function showConfig({ config, results, run }: Lab): void {
  const { experiment, sweep: own } = config.getState()
  const { showSweep, showRecorded } = results.getState()
  const { sweep, status } = run.getState()
  if (sweep?.experiment === experiment.id && isActive(status)) showSweep(sweep)
  else if (!own) return
  else if (hasResults(own, knownRecords(results.getState()))) showSweep(own)
  else showRecorded(own)
}

/** What a chooser does: the default preset of an experiment, or the sweep of it that trains. */
export function openExperiment(lab: Lab, id: string): void {
  const { sweep, status } = lab.run.getState()
  if (sweep?.experiment === id && isActive(status)) showRunningSweep(lab)
  else lab.config.getState().chooseExperiment(id)
}

/** Leads back to the config of the sweep that runs or ran last, and shows it. */
export function showRunningSweep({ config, results, run }: Lab): void {
  const { sweep } = run.getState()
  if (!sweep) return
  config.getState().openSweep(sweep)
  results.getState().showSweep(sweep)
}
