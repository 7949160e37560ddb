/** The lab's worker: the runner behind Comlink. Strings are generated and models trained here, never on the page's thread. */
import * as Comlink from 'comlink'
import type { LabWorkerApi } from '../protocol'
import { probeDevice } from '../runner/probe-device'
import { createRunControl } from '../runner/run-control'
import { runSweep } from '../runner/run-sweep'
import { browserHost } from './browser-host'

let control = createRunControl()

Comlink.expose({
  probe: (choice) => probeDevice(choice, browserHost),
  async run(request, onEvent) {
    control = createRunControl()
    await runSweep(request, browserHost, control, onEvent)
  },
  pause: () => control.pause(),
  resume: () => control.resume(),
  stop: () => control.stop(),
} satisfies LabWorkerApi)
