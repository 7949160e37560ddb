/** The API of a lab thread: the runner, one run at a time. */
import type { LabWorkerApi } from '../protocol'
import type { RunnerHost } from '../runner/host'
import { probeDevice } from '../runner/probe-device'
import { createRunControl } from '../runner/run-control'
import { runSweep } from '../runner/run-sweep'

export function createLabApi(host: RunnerHost): LabWorkerApi {
  let control = createRunControl()
  return {
    probe: (choice, onCompiled) => probeDevice(choice, host, onCompiled),
    async run(request, onEvent) {
      control = createRunControl()
      await runSweep(request, host, control, onEvent)
    },
    pause: () => control.pause(),
    resume: () => control.resume(),
    stop: () => control.stop(),
  }
}
