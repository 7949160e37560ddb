/** The lab's worker: the runner behind Comlink. Strings are generated and models trained here, never on the page's thread. */
import * as Comlink from 'comlink'
import type { LabWorkerApi } from '../protocol'
import { probeDevice } from '../runner/probe-device'
import { createRunControl } from '../runner/run-control'
import { runSweep } from '../runner/run-sweep'
import { browserHost } from './browser-host'
import { LANE_NAME, workerLanes } from './worker-lanes'

/** A lane is this worker again, and trains alone. */
const lanes = self.name === LANE_NAME ? undefined : workerLanes()
const host = lanes ? { ...browserHost, lanes } : browserHost
let control = createRunControl()

Comlink.expose({
  probe: (choice) => probeDevice(choice, host),
  async run(request, onEvent) {
    control = createRunControl()
    await runSweep(request, host, control, onEvent)
  },
  pause: () => control.pause(),
  resume: () => control.resume(),
  stop: () => control.stop(),
} satisfies LabWorkerApi)
