/** An engine in a process of its own, as the bench sees it. */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { EngineMessage, EngineRequest, ReadyMessage, TimeRequest } from './messages'

/** Opening compiles an engine's pipelines and runs its memory watch, whose steps may take so long each. */
const OPEN_LIMIT_MS = 15 * 60_000
const WATCHED_STEP_LIMIT_MS = 200
/** How much longer than asked a timing may take before the engine counts as stuck. */
const TIME_LIMIT_MS = 60_000

export interface Timing {
  readonly msPerStep: number
  /** Of the processor, all threads: what other work on the machine hardly changes. */
  readonly cpuMsPerStep: number
  /** Nats per token; no meaning on the null backend, which computes nothing. */
  readonly loss: number
}

export interface EngineProcess {
  readonly ready: ReadyMessage
  /** Runs steps for at least that long. @param readEvery see {@link TimeRequest}. @throws Error */
  time(milliseconds: number, readEvery?: number): Promise<Timing>
  close(): void
}

/** @throws Error whose message says why the engine does not run here. */
export async function startEngine(request: EngineRequest): Promise<EngineProcess> {
  const script = fileURLToPath(new URL('./child.js', import.meta.url))
  const child = fork(script, [JSON.stringify(request)], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const close = (): void => void child.kill('SIGKILL')
  try {
    const ready = await nextMessage(child, OPEN_LIMIT_MS + WATCHED_STEP_LIMIT_MS * request.memorySteps)
    if (ready.kind !== 'ready') throw new Error('the engine answered out of turn')
    return {
      ready,
      async time(milliseconds, readEvery) {
        child.send({ milliseconds, readEvery } satisfies TimeRequest)
        const timed = await nextMessage(child, milliseconds + TIME_LIMIT_MS)
        if (timed.kind !== 'timed') throw new Error('the engine answered out of turn')
        const { steps } = timed
        return {
          msPerStep: timed.milliseconds / steps,
          cpuMsPerStep: timed.cpuMilliseconds / steps,
          loss: timed.loss,
        }
      },
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

function nextMessage(
  child: ChildProcess,
  limitMs: number,
): Promise<Exclude<EngineMessage, { kind: 'failed' }>> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      child.off('message', onMessage)
      child.off('exit', onExit)
      settle()
    }
    const onMessage = (message: EngineMessage): void =>
      end(() => (message.kind === 'failed' ? reject(new Error(message.reason)) : resolve(message)))
    const onExit = (code: number | null, signal: string | null): void =>
      end(() => reject(new Error(`its process ended (${signal ?? code})`)))
    const timer = setTimeout(
      () => end(() => reject(new Error(`no answer within ${Math.round(limitMs / 1000)} s`))),
      limitMs,
    )
    child.on('message', onMessage)
    child.on('exit', onExit)
  })
}
