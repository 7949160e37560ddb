/** One engine in its own process: opens it, counts its calls, watches its memory, then times it whenever it is asked to. */
import { type Counters, installCounters, perStep } from './counters'
import { openDawn } from './dawn'
import { ENGINES } from './engines'
import type { EngineMessage, EngineRequest, MemoryWatch, TimeRequest } from './messages'
import { MODELS } from './models'
import type { OpenPeer } from './peer'

const COUNTED_CALLS = 4

const request: EngineRequest = JSON.parse(process.argv[2]!)
const send = (message: EngineMessage): void => void process.send!(message)

// Libraries report on the console; this process has no reader.
for (const method of ['log', 'info', 'warn', 'error'] as const) console[method] = () => undefined
process.on('disconnect', () => process.exit())
try {
  await serve()
} catch (error) {
  fail(error)
}

async function serve(): Promise<void> {
  const adapter = await openDawn(request.target)
  const counters = installCounters()
  const engine = await ENGINES[request.engine].load()
  const peer = await engine.open({ ...MODELS[request.model], batch: request.batch }, request.members)
  await call(peer, request.warmUpCalls)
  const before = counters.read()
  await call(peer, COUNTED_CALLS)
  const counts = perStep(before, counters.read(), COUNTED_CALLS * peer.stepsPerCall)
  const memory = await watchMemory(peer, counters)
  counters.remove()
  send({ kind: 'ready', adapter, lossRead: peer.lossRead, counts, memory })
  process.on('message', (asked: TimeRequest) => {
    time(peer, asked).catch(fail)
  })
}

async function call(peer: OpenPeer, calls: number): Promise<void> {
  for (let i = 0; i < calls; i++) await peer.step()
  await peer.settle()
}

async function watchMemory(peer: OpenPeer, counters: Counters): Promise<MemoryWatch> {
  const before = counters.live()
  const calls = Math.ceil(request.memorySteps / peer.stepsPerCall)
  await call(peer, calls)
  return { steps: calls * peer.stepsPerCall, before, after: counters.live() }
}

async function time(peer: OpenPeer, { milliseconds, readEvery }: TimeRequest): Promise<void> {
  const start = performance.now()
  const cpu = process.cpuUsage()
  let calls = 0
  do {
    await (readEvery === undefined ? peer.step() : peer.advance(readEvery))
    calls++
  } while (performance.now() - start < milliseconds)
  const loss = await peer.settle()
  const { user, system } = process.cpuUsage(cpu)
  send({
    kind: 'timed',
    steps: calls * (readEvery ?? peer.stepsPerCall),
    milliseconds: performance.now() - start,
    cpuMilliseconds: (user + system) / 1000,
    loss,
  })
}

function fail(error: unknown): void {
  send({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) })
}
