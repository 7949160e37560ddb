/**
 * What happens when the page starts: link, stored results, recorded results, an interrupted sweep, the device. All but the first waits until
 * the landing page or a class, which need none of it and train at once, is left.
 */
import type { ResultsStorage } from '@/runtime/storage/results-db'
import type { StoredSweep } from '@/runtime/storage/stored-sweep'
import type { HashLocation } from './browser'
import type { ConfigStore } from './config-store'
import type { LabStores } from './lab-stores'
import type { LandingStore } from './landing-store'
import { isLabHash, openHash } from './open-hash'
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
  landing,
  room,
}: Lab): Promise<void> {
  const called = location.read()
  openHash({ config, benchmark, landing, room }, called)
  config.subscribe(({ experiment, presetId, sweep }, before) => {
    if (experiment !== before.experiment || presetId !== before.presetId)
      void showExperiment({ config, results, run })
    else if (sweep?.id !== before.sweep?.id) showConfig({ config, results, run })
  })
  results.getState().showRecorded(config.getState().sweep)
  const opened = (await whenLeft([landing, room])) ? location.read() : called
  void device.getState().probeOnce()
  const { experiment, presetId } = config.getState()
  const recorded = results.getState().loadRecorded(experiment.id, presetId)
  await results.getState().load()
  const sweeps = await storage.readSweeps()
  if (run.getState().status.kind === 'idle') showStored(config, results, sweeps, namesConfig(opened))
  await Promise.all([recorded, run.getState().offerInterrupted(sweeps)])
}

/** Whether a hash is a link to a config, and not to an experiment alone. */
const namesConfig = (hash: string): boolean => isLabHash(hash) && hash.includes('?')

/** Resolves when no other view is on show. @returns whether one was. */
function whenLeft(views: readonly LandingStore[]): Promise<boolean> {
  const isLeft = () => views.every((view) => view.getState().hash === undefined)
  if (isLeft()) return Promise.resolve(false)
  return new Promise((resolve) => {
    const forget = views.map((view) =>
      view.subscribe(() => {
        if (!isLeft()) return
        for (const own of forget) own()
        resolve(true)
      }),
    )
  })
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
