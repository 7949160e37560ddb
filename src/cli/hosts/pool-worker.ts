/** The code of one worker of the pool: the runner in a thread of its own. It is built to a file beside the command line's. */
import { parentPort } from 'node:worker_threads'
import { expose } from 'comlink'
import nodeEndpoint from 'comlink/dist/esm/node-adapter'
import { prepareNodeHost } from './node-host'

if (!parentPort) throw new Error('a worker of the pool runs in a thread of the lab, not by itself')
const host = prepareNodeHost()
const { createLabApi } = await import('@/runtime/worker/lab-api')
expose(createLabApi(host), nodeEndpoint(parentPort))
