/** What the queue itself costs, with trials that take no time, and what is left of ten thousand of them under all faults at once. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasServer, type OwnServer, startServer } from '@/cli/queue/faults/own-server'
import { type FaultReport, faultsText, survive } from './scale-faults'
import { startPart } from './scale-parts'
import { SWEEP_TRIALS } from './scale-work'
import { table } from './table'

interface QueueCost {
  readonly trials: number
  readonly trialsOfEachJob: number
  /** Processor time a trial, ms. */
  readonly worker: number
  readonly collector: number
  readonly server: number
  readonly trialsPerSecond: number
}

export interface ScaleReport {
  readonly costs: readonly QueueCost[]
  readonly faults: FaultReport
}

const COST_SWEEPS = 2
const JOB_TRIALS = [1, 8]
const FAULT_SWEEPS = 10

/** @throws Error where no server can be started. */
export async function measureScale(note: (text: string) => void): Promise<ScaleReport> {
  if (!hasServer()) throw new Error('this takes redis-server or valkey-server: apt-get install redis-server')
  const costs: QueueCost[] = []
  for (const trialsOfEachJob of JOB_TRIALS) {
    note(`${COST_SWEEPS * SWEEP_TRIALS} trials of no time, ${trialsOfEachJob} a job`)
    costs.push(await measureCost(trialsOfEachJob))
  }
  note(`${FAULT_SWEEPS * SWEEP_TRIALS} trials under all faults at once: some minutes`)
  return { costs, faults: await survive({ sweeps: FAULT_SWEEPS, note }) }
}

async function measureCost(trialsOfEachJob: number): Promise<QueueCost> {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-scale-'))
  const server = await startServer()
  try {
    const trials = COST_SWEEPS * SWEEP_TRIALS
    const before = await serverCpuMs(server)
    const began = performance.now()
    const worker = startPart(server.url, 1, ['work'])
    const collect = ['collect', folder, String(COST_SWEEPS), String(trialsOfEachJob)]
    const collector = await startPart(server.url, 1, collect).ended
    const seconds = (performance.now() - began) / 1000
    const ofServer = (await serverCpuMs(server)) - before
    worker.child.kill('SIGTERM')
    const ofWorker = await worker.ended
    if (collector === undefined || ofWorker === undefined)
      throw new Error('a process of the queue has failed')
    return {
      trials,
      trialsOfEachJob,
      worker: ofWorker / trials,
      collector: collector / trials,
      server: ofServer / trials,
      trialsPerSecond: trials / seconds,
    }
  } finally {
    await server.close()
    rmSync(folder, { recursive: true })
  }
}

async function serverCpuMs({ client }: OwnServer): Promise<number> {
  const text = await client.info('cpu')
  const seconds = (name: string) => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(text)?.[1])
  return 1000 * (seconds('used_cpu_user') + seconds('used_cpu_sys'))
}

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
  return [
    `Processor time of the queue itself, ms a trial (${costs[0]!.trials} trials of no time, one worker; without a process's start):`,
    table(header, rows),
    '',
    faultsText(faults),
  ].join('\n')
}
