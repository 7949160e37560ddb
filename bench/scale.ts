/**
 * The queue's own cost, and what is left of ten thousand trials when everything that takes part in it is killed again and again. Trials take no time:
 * what is measured is the queue alone.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { hasServer, type OwnServer, startServer } from '@/cli/queue/own-server'
import { benchSweeps, SWEEP_TRIALS } from './scale-work'
import { table } from './table'

export interface QueueCost {
  readonly trials: number
  readonly trialsOfEachJob: number
  /** Processor time a trial, ms. */
  readonly worker: number
  readonly collector: number
  readonly server: number
  readonly trialsPerSecond: number
}

type Fault = keyof typeof FAULTS_EVERY

export interface FaultReport {
  readonly trials: number
  readonly lost: number
  readonly twice: number
  /** How often each happened. */
  readonly faults: Readonly<Record<Fault, number>>
  readonly seconds: number
}

export interface ScaleReport {
  readonly costs: readonly QueueCost[]
  readonly faults: FaultReport
}

const SCRIPT = fileURLToPath(new URL('./scale-process.js', import.meta.url))
const COST_SWEEPS = 2
const JOB_TRIALS = [1, 8]
const WORKERS = 3
/** Times of the queue are divided by this: leases of two seconds. */
const FAULT_HASTE = '15'
const FAULT_SWEEPS = 10
const MOST_STARTS = 100

/** @throws Error where no server can be started. */
export async function measureScale(note: (text: string) => void): Promise<ScaleReport> {
  if (!hasServer()) throw new Error('this takes redis-server or valkey-server: apt-get install redis-server')
  const costs: QueueCost[] = []
  for (const trialsOfEachJob of JOB_TRIALS) {
    note(`${COST_SWEEPS * SWEEP_TRIALS} trials of no time, ${trialsOfEachJob} a job`)
    costs.push(await inOwnPlace((server, folder) => measureCost(server, folder, trialsOfEachJob)))
  }
  note(`${FAULT_SWEEPS * SWEEP_TRIALS} trials while workers, collectors and servers are killed: some minutes`)
  const faults = await inOwnPlace((server, folder) => survive(server, folder, note))
  return { costs, faults }
}

async function inOwnPlace<Result>(
  measure: (server: OwnServer, folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-scale-'))
  const server = await startServer()
  try {
    return await measure(server, folder)
  } finally {
    await server.close()
    rmSync(folder, { recursive: true })
  }
}

interface Part {
  readonly child: ChildProcess
  /** Processor time, ms; undefined for one that was killed. */
  readonly ended: Promise<number | undefined>
}

function start(server: OwnServer, haste: string, ...args: readonly string[]): Part {
  const env = { ...process.env, PLATEAU_QUEUE: server.url, PLATEAU_QUEUE_HASTE: haste }
  const child = spawn(process.execPath, [SCRIPT, ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  child.stdout.on('data', (data) => {
    text += data
  })
  const ended = new Promise<number | undefined>((resolve) => {
    child.on('close', () => resolve(text === '' ? undefined : JSON.parse(text).cpuMs))
  })
  return { child, ended }
}

/** As a service manager does: what ends before its work is done, because it was killed or found no server, is started again. */
function keepRunning(begin: () => Part) {
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
  return {
    ended: run(),
    kill: () => void part.child.kill('SIGKILL'),
    freeze(ms: number) {
      const { child } = part
      child.kill('SIGSTOP')
      setTimeout(() => child.kill('SIGCONT'), ms)
    },
    stop() {
      isStopped = true
      part.child.kill('SIGKILL')
    },
  }
}

async function measureCost(server: OwnServer, folder: string, trialsOfEachJob: number): Promise<QueueCost> {
  const trials = COST_SWEEPS * SWEEP_TRIALS
  const before = await serverCpuMs(server)
  const began = performance.now()
  const worker = start(server, '1', 'work')
  const collector = await start(server, '1', 'collect', folder, String(COST_SWEEPS), String(trialsOfEachJob))
    .ended
  const seconds = (performance.now() - began) / 1000
  const ofServer = (await serverCpuMs(server)) - before
  worker.child.kill('SIGTERM')
  const ofWorker = await worker.ended
  if (collector === undefined || ofWorker === undefined) throw new Error('a process of the queue has failed')
  return {
    trials,
    trialsOfEachJob,
    worker: ofWorker / trials,
    collector: collector / trials,
    server: ofServer / trials,
    trialsPerSecond: trials / seconds,
  }
}

async function serverCpuMs({ client }: OwnServer): Promise<number> {
  const text = await client.info('cpu')
  const seconds = (name: string) => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(text)?.[1])
  return 1000 * (seconds('used_cpu_user') + seconds('used_cpu_sys'))
}

/** What is killed, frozen or emptied, at every such share of the trials that are on the disk. */
const FAULTS_EVERY = { worker: 1 / 40, freeze: 1 / 10, server: 1 / 8, collector: 1 / 6, flush: 1 / 4 }
/** Longer than a lease lasts then. */
const FREEZE_MS = 3000

async function survive(
  server: OwnServer,
  folder: string,
  note: (text: string) => void,
): Promise<FaultReport> {
  const began = performance.now()
  const trials = FAULT_SWEEPS * SWEEP_TRIALS
  const workers = Array.from({ length: WORKERS }, () => keepRunning(() => start(server, FAULT_HASTE, 'work')))
  const collectorArgs = ['collect', folder, String(FAULT_SWEEPS), '4']
  const collector = keepRunning(() => start(server, FAULT_HASTE, ...collectorArgs))
  let isDone = false
  collector.ended.then(
    () => {
      isDone = true
    },
    () => undefined,
  )
  const kills = { worker: 0, freeze: 0, server: 0, collector: 0, flush: 0 }
  const isDue = (fault: Fault, share: number) => share >= (kills[fault] + 1) * FAULTS_EVERY[fault]
  while (!isDone) {
    // Throws where the collector does not hold.
    await Promise.race([pause(50), collector.ended])
    const share = linesIn(folder).length / trials
    if (isDue('worker', share)) workers[kills.worker++ % WORKERS]!.kill()
    if (isDue('freeze', share)) workers[kills.freeze++ % WORKERS]!.freeze(FREEZE_MS)
    if (isDue('flush', share)) {
      kills.flush++
      await server.client.flushall()
    }
    if (isDue('server', share)) {
      kills.server++
      await server.kill()
      await server.start()
    }
    if (isDue('collector', share)) {
      kills.collector++
      collector.kill()
      note(`${Math.round(share * trials)} of ${trials}: ${faultsText(kills)}`)
    }
  }
  for (const worker of workers) worker.stop()
  const keys = linesIn(folder).map((line) => JSON.parse(line).trialKey as string)
  const found = new Set(keys)
  const planned = benchSweeps(FAULT_SWEEPS).flatMap((sweep) => sweep.trials.map(({ key }) => key))
  return {
    trials,
    lost: planned.filter((key) => !found.has(key)).length,
    twice: keys.length - found.size,
    faults: kills,
    seconds: (performance.now() - began) / 1000,
  }
}

function linesIn(folder: string): string[] {
  const paths = Array.from({ length: FAULT_SWEEPS }, (_, i) => join(folder, `${i}.jsonl`))
  const texts = paths.filter((path) => existsSync(path)).map((path) => readFileSync(path, 'utf8'))
  return texts.flatMap((text) => text.split('\n').slice(0, -1))
}

const faultsText = ({ worker, server, collector, freeze, flush }: FaultReport['faults']): string =>
  `${worker} workers, ${server} servers and ${collector} collectors killed (-9), ${freeze} workers frozen, the server emptied ${flush} times`

export function scaleText({ costs, faults }: ScaleReport): string {
  const ms = (value: number) => value.toFixed(2)
  const rows = costs.map((cost) => [
    `${cost.trialsOfEachJob} a job`,
    ms(cost.worker),
    ms(cost.collector),
    ms(cost.server),
    ms(cost.worker + cost.collector + cost.server),
    cost.trialsPerSecond.toFixed(0),
  ])
  const header = ['trials', 'worker', 'collector', 'Redis', 'in all', 'trials/s']
  const { trials, lost, twice, seconds } = faults
  return [
    `Processor time of the queue itself, ms a trial (${costs[0]!.trials} trials of no time, one worker; without a process's start):`,
    table(header, rows),
    '',
    `${trials} trials in ${seconds.toFixed(0)} s, ${faultsText(faults.faults)}: ${lost} lost, ${twice} twice`,
  ].join('\n')
}
