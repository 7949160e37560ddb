/** A lane of the CLI: the runner in a thread of its own, which trains alone. Built beside the CLI. */
import { parentPort } from 'node:worker_threads'
import { expose } from 'comlink'
import nodeEndpoint from 'comlink/dist/esm/node-adapter'
import { prepareNodeHost } from './node-host'

if (!parentPort) throw new Error('a lane runs in a thread of the lab, not by itself')
const host = prepareNodeHost()
const { createLabApi } = await import('@/runtime/worker/lab-api')
expose(createLabApi(host), nodeEndpoint(parentPort))
