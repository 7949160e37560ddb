/** A Redis of one's own, for tests and measurements: on a free port of this machine alone, in a folder of its own, ended by its process id. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'

/** Debian's and Valkey's; undefined where neither is installed. */
const PROGRAM = ['redis-server', 'valkey-server'].find(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
)

/** Whether there is a server to start. Where there is none, tests of the queue are left out, and say so. */
export function hasServer(): boolean {
  if (PROGRAM === undefined)
    process.stderr.write('Tests of the queue are left out: there is no redis-server or valkey-server here\n')
  return PROGRAM !== undefined
}

export interface OwnServer {
  readonly url: string
  readonly port: number
  /** For what is done to it, and looked up. */
  readonly client: Redis
  /** As a crash would. */
  kill(): Promise<void>
  start(): Promise<void>
  /** It answers nobody for so long. */
  freeze(ms: number): Promise<void>
  /** Cuts off the end of the log of one that was killed, as a power cut does. */
  loseEnd(): void
  close(): Promise<void>
}

/** @param options as on its command line, such as `--requirepass secret`. */
export async function startServer(...options: readonly string[]): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-redis-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  let server: ChildProcess
  const start = async () => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
    server = spawn(PROGRAM!, [...args, '--appendonly', 'yes', ...options], { stdio: 'ignore' })
    const probe = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null })
    probe.on('error', () => undefined)
    await probe.ping().catch(() => undefined)
    probe.disconnect()
  }
  await start()
  const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null })
  client.on('error', () => undefined)
  const kill = async () => {
    const gone = once(server, 'exit')
    server.kill('SIGKILL')
    await gone
  }
  return {
    url,
    port,
    client,
    kill,
    start,
    async freeze(ms) {
      const frozen = server
      frozen.kill('SIGSTOP')
      await pause(ms)
      frozen.kill('SIGCONT')
    },
    loseEnd() {
      const logs = join(folder, 'appendonlydir')
      const log = join(logs, readdirSync(logs).find((name) => name.endsWith('.incr.aof'))!)
      truncateSync(log, Math.floor(0.9 * statSync(log).size))
    },
    async close() {
      client.disconnect()
      await kill()
      rmSync(folder, { recursive: true })
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('a port has a number')
  return address.port
}
