/** What happens when the page starts: link, stored results, recorded results, an interrupted sweep, the device. */
import type { ResultsStorage } from '@/runtime/storage/results-db'
import type { StoredSweep } from '@/runtime/storage/stored-sweep'
import type { HashLocation } from './browser'
import type { ConfigStore } from './config-store'
import type { LabStores } from './lab-stores'
import { openHash, permalinkOf } from './open-hash'
import { knownRecords, type ResultsStore } from './results-store'
import { showConfig, showExperiment } from './show-experiment'
import { hasResults } from './sweeps'

interface Lab extends LabStores {
  readonly location: HashLocation
  readonly storage: Pick<ResultsStorage, 'readSweeps'>
}

export async function boot({
  location,
  storage,
  config,
  results,
  run,
  device,
  benchmark,
}: Lab): Promise<void> {
  openHash({ config, benchmark }, location.read())
  config.subscribe(({ experiment, presetId, sweep }, before) => {
    if (experiment !== before.experiment || presetId !== before.presetId)
      void showExperiment({ config, results, run })
    else if (sweep?.id !== before.sweep?.id) showConfig({ config, results, run })
  })
  results.getState().showRecorded(config.getState().sweep)
  void device.getState().probe()
  const { experiment, presetId } = config.getState()
  const recorded = results.getState().loadRecorded(experiment.id, presetId)
  await results.getState().load()
  const sweeps = await storage.readSweeps()
  if (run.getState().status.kind === 'idle')
    showStored(config, results, sweeps, permalinkOf(location.read()) !== '')
  await Promise.all([recorded, run.getState().offerInterrupted(sweeps)])
}

/** What this browser has of the config in a link that was opened; without a link, the experiment's latest sweep. Else the recorded results stay. */
function showStored(
  config: ConfigStore,
  results: ResultsStore,
  sweeps: readonly StoredSweep[],
  linked: boolean,
): void {
  const { experiment, linkProblems, sweep: own } = config.getState()
  const { showSweep } = results.getState()
  const records = knownRecords(results.getState())
  const opened = linked && linkProblems.length === 0 ? own : undefined
  const stored = linked ? [] : sweeps.filter((sweep) => sweep.experiment === experiment.id)
  const shown = [opened, ...stored].find((sweep) => sweep && hasResults(sweep, records))
  if (shown) showSweep(shown)
}
