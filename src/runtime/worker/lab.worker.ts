/**
 * The lab's worker: the runner behind Comlink. Strings are generated and models trained here, never on the page's thread. On a
 * processor it starts copies of itself as a pool of workers; a copy opens no pool.
 */
import * as Comlink from 'comlink'
import { browserHost } from './browser-host'
import { browserPool, POOL_WORKER_NAME } from './browser-pool'
import { createLabApi } from './lab-api'

const pool = self.name === POOL_WORKER_NAME ? undefined : browserPool()
Comlink.expose(createLabApi(pool ? { ...browserHost, pool } : browserHost))
