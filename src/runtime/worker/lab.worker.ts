/**
 * The lab's worker: the runner behind Comlink. Strings are generated and models trained here, never on the page's thread. On a
 * processor it starts copies of itself as lanes; a copy never starts lanes.
 */
import '@/core/no-eval'
import * as Comlink from 'comlink'
import { browserHost } from './browser-host'
import { createLabApi } from './lab-api'
import { LANE_NAME, workerLanes } from './worker-lanes'

const lanes = self.name === LANE_NAME ? undefined : workerLanes()
Comlink.expose(createLabApi(lanes ? { ...browserHost, lanes } : browserHost))
