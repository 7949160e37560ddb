/** Workers and collectors of the queue in processes of their own, and what starts them again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(new URL('./scale-process.js', import.meta.url))
const MOST_STARTS = 500

export interface Part {
  readonly child: ChildProcess
  /** Processor time, ms; undefined for one that was killed. */
  readonly ended: Promise<number | undefined>
}

/** @param haste times of the queue are divided by this. @param script the built `scale-process.ts`. */
export function startPart(url: string, haste: number, args: readonly string[], script = SCRIPT): Part {
  const env = { ...process.env, PLATEAU_QUEUE: url, PLATEAU_QUEUE_HASTE: String(haste) }
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  child.stdout.on('data', (data) => {
    text += data
  })
  const ended = new Promise<number | undefined>((resolve) => {
    child.on('close', () => resolve(text === '' ? undefined : JSON.parse(text).cpuMs))
  })
  return { child, ended }
}

export interface KeptPart {
  /** When it has come to its own end. */
  readonly ended: Promise<void>
  kill(): void
  freeze(ms: number): Promise<void>
  stop(): Promise<void>
}

/** As a service manager does: what ends before its work is done, because it was killed or found no server, is started again. */
export function keepRunning(begin: () => Part): KeptPart {
  let part = begin()
  let isStopped = false
  const run = async () => {
    for (let starts = 1; starts <= MOST_STARTS; starts++) {
      if ((await part.ended) !== undefined || isStopped) return
      await pause(100)
      if (isStopped) return
      part = begin()
    }
    throw new Error('a process of the queue ends again and again')
  }
  const ended = run()
  return {
    ended,
    kill: () => void part.child.kill('SIGKILL'),
    async freeze(ms) {
      const { child } = part
      child.kill('SIGSTOP')
      await pause(ms)
      child.kill('SIGCONT')
    },
    async stop() {
      isStopped = true
      part.child.kill('SIGKILL')
      await ended
    },
  }
}
