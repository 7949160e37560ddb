/** What is left of thousands of trials when everything that takes part in a queue is killed, frozen, cut off, emptied, full or lied to, all at once. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { type OwnServer, startServer } from '@/cli/queue/faults/own-server'
import { openProxy } from '@/cli/queue/faults/proxy'
import { openBullQueue } from '@/cli/queue/redis/bull-queue'
import { connect } from '@/cli/queue/redis/connect'
import { queueSettings } from '@/cli/queue/settings'
import type { WorkQueue } from '@/cli/queue/work-queue'
import { recordToJsonLine } from '@/core/results/export'
import type { TrialRecord } from '@/core/results/result'
import type { Sweep } from '@/core/sweep/sweep'
import { type KeptPart, keepRunning, startPart } from './scale-parts'
import { benchJobs, benchSweeps, DIES_OF_POISON, isPoison, madeUpRecord, OLDER_BUILD } from './scale-work'

const WORKERS = 3
const JOB_TRIALS = 4
/** Leases of two seconds. */
const HASTE = 15
/** Longer than a lease lasts then. */
const OUTAGE_MS = 3000

/** All that a fault can be done to. */
interface Stage {
  readonly server: OwnServer
  /** Between the workers and the server. */
  readonly network: Awaited<ReturnType<typeof openProxy>>
  readonly workers: readonly KeptPart[]
  readonly collector: KeptPart
  /** The queue as whoever has the password sees it. */
  readonly queue: WorkQueue
  readonly sweeps: readonly Sweep[]
}

interface Fault {
  /** How often it happens, spread evenly over the trials of ten sweeps. */
  readonly times: number
  /** Ends when what it broke is mended. @param before how often it has happened. */
  readonly inject: (stage: Stage, before: number) => Promise<void>
}

const FAULTS = {
  'workers killed (-9)': {
    times: 40,
    inject: async ({ workers }, before) => workers[before % WORKERS]!.kill(),
  },
  'workers frozen': {
    times: 10,
    inject: ({ workers }, before) => workers[before % WORKERS]!.freeze(OUTAGE_MS),
  },
  'collectors killed (-9)': { times: 6, inject: async ({ collector }) => collector.kill() },
  'servers killed (-9)': {
    times: 8,
    async inject({ server }) {
      await server.kill()
      await server.start()
    },
  },
  'servers frozen': { times: 4, inject: ({ server }) => server.freeze(OUTAGE_MS) },
  'times the server emptied': {
    times: 4,
    async inject({ server }) {
      await server.client.flushall()
    },
  },
  'times the server full': {
    times: 4,
    async inject({ server }) {
      await server.client.config('SET', 'maxmemory', '1')
      await pause(OUTAGE_MS)
      await server.client.config('SET', 'maxmemory', '0')
    },
  },
  'times the network cut': {
    times: 4,
    async inject({ network }) {
      await network.cut()
      await pause(OUTAGE_MS)
      await network.mend()
    },
  },
  'records forged': {
    times: 20,
    async inject({ queue, sweeps }, before) {
      const { id, trials } = sweeps[before % sweeps.length]!
      const trial = trials[Math.floor(Math.random() * trials.length)]!
      const record = { ...madeUpRecord(trial), memorizedBits: trial.datasetSize + 1 }
      await queue.record(id, trial.key, { record })
    },
  },
} as const satisfies Readonly<Record<string, Fault>>

type FaultName = keyof typeof FAULTS

export interface FaultReport {
  readonly trials: number
  /** Trials of jobs that kill whoever takes them. */
  readonly poisoned: number
  /** Trials without a record when only dead letters are left, beside the poisoned ones, and poisoned ones that have a record. */
  readonly wrongLetters: number
  readonly deadLetters: number
  /** What is wrong when the dead letters were tried again by workers that survive them. */
  readonly lost: number
  readonly twice: number
  readonly false: number
  /** How often each happened. */
  readonly faults: Readonly<Record<FaultName, number>>
  readonly seconds: number
}

interface FaultOptions {
  readonly sweeps: number
  readonly note: (text: string) => void
  /** The built `scale-process.ts`; beside the bench unless given. */
  readonly script?: string
}

/** Twice: until only dead letters are left, and again when these are tried by workers that they do not kill. */
export async function survive({ sweeps: count, note, script }: FaultOptions): Promise<FaultReport> {
  const began = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'plateau-faults-'))
  const server = await startServer()
  const network = await openProxy(server.port)
  const settings = queueSettings({ PLATEAU_QUEUE_HASTE: String(HASTE) })
  const client = await connect({ url: server.url, shown: server.url, isOpen: false }, () => undefined)
  const queue = openBullQueue({ client, settings, worker: 'bench', note: () => undefined })
  const sweeps = benchSweeps(count)
  const paths = sweeps.map((_, i) => join(folder, `${i}.jsonl`))
  const part = (url: string, ...args: string[]) => keepRunning(() => startPart(url, HASTE, args, script))
  const begun: KeptPart[] = []
  const begin = (...traits: string[]): Stage => {
    const workers = Array.from({ length: WORKERS }, () => part(network.url, 'work', ...traits))
    const collector = part(server.url, 'collect', folder, String(count), String(JOB_TRIALS))
    begun.push(...workers, collector)
    return { server, network, workers, collector, queue, sweeps }
  }
  try {
    const older = part(network.url, 'work', DIES_OF_POISON, OLDER_BUILD)
    begun.push(older)
    const sick = begin(DIES_OF_POISON)
    const faults = await injectAll(sick, () => shareDone(paths, sweeps), note)
    const expected = new Set(sweeps.flatMap(poisonedKeys))
    const before = countKeys(paths)
    const wrongLetters = keysOf(sweeps).filter((key) => before.has(key) === expected.has(key)).length
    await Promise.all([older, ...sick.workers].map((worker) => worker.stop()))
    const deadLetters = await queue.retry()
    note(`Tried again by workers that survive them: ${deadLetters} dead letters`)
    await begin().collector.ended
    const counts = countKeys(paths)
    return {
      trials: keysOf(sweeps).length,
      poisoned: expected.size,
      wrongLetters,
      deadLetters,
      lost: keysOf(sweeps).filter((key) => !counts.has(key)).length,
      twice: [...counts.values()].filter((times) => times > 1).length,
      false: falseRecords(paths, sweeps),
      faults,
      seconds: (performance.now() - began) / 1000,
    }
  } finally {
    await Promise.all(begun.map((one) => one.stop()))
    await queue.close()
    await network.cut()
    await server.close()
    rmSync(folder, { recursive: true })
  }
}

/** Until the collector has come to its end. @returns how often each fault happened. */
async function injectAll(
  stage: Stage,
  share: () => number,
  note: (text: string) => void,
): Promise<FaultReport['faults']> {
  const names = Object.keys(FAULTS) as FaultName[]
  const happened = Object.fromEntries(names.map((name) => [name, 0])) as Record<FaultName, number>
  const underWay = new Map<FaultName, Promise<void>>()
  const often = stage.sweeps.length / 10
  const isDue = (name: FaultName) =>
    !underWay.has(name) && share() * Math.ceil(FAULTS[name].times * often) >= happened[name] + 0.5
  let isDone = false
  const ended = stage.collector.ended.then(() => {
    isDone = true
  })
  let noted = 0
  while (!isDone) {
    // Throws where the collector does not hold, or a fault cannot be mended.
    await Promise.race([pause(50), ended, ...underWay.values()])
    for (const name of names.filter(isDue)) {
      const injecting = FAULTS[name].inject(stage, happened[name]++).then(() => void underWay.delete(name))
      underWay.set(name, injecting)
    }
    if (share() * 5 >= noted + 1) note(`${Math.round(share() * 100)} %: ${happenedText(happened)}`)
    noted = Math.floor(share() * 5)
  }
  await Promise.all(underWay.values())
  return happened
}

/** Trials that go down with a poisoned one: those of its job. */
const poisonedKeys = (sweep: Sweep): string[] => {
  const poison = new Set(sweep.trials.filter(isPoison).map(({ key }) => key))
  return benchJobs(sweep, JOB_TRIALS).flatMap(({ keys }) => (keys.some((key) => poison.has(key)) ? keys : []))
}

const keysOf = (sweeps: readonly Sweep[]): string[] =>
  sweeps.flatMap(({ trials }) => trials.map(({ key }) => key))

/** By the length of the files, which takes no time: all records are about as long. */
function shareDone(paths: readonly string[], [sweep]: readonly Sweep[]): number {
  const { trials } = sweep!
  const perTrial = recordToJsonLine(madeUpRecord(trials.at(-1)!)).length + 1
  const bytes = paths.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0)
  return bytes / (perTrial * trials.length * paths.length)
}

/** Whole lines. */
const recordsIn = (paths: readonly string[]): TrialRecord[] =>
  paths
    .filter((path) => existsSync(path))
    .flatMap((path) => readFileSync(path, 'utf8').split('\n').slice(0, -1))
    .map((line) => JSON.parse(line))

function countKeys(paths: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { trialKey } of recordsIn(paths)) counts.set(trialKey, (counts.get(trialKey) ?? 0) + 1)
  return counts
}

/** Records that differ from what a worker says of the trial, but for their date. */
function falseRecords(paths: readonly string[], sweeps: readonly Sweep[]): number {
  const trials = new Map(sweeps.flatMap((sweep) => sweep.trials).map((trial) => [trial.key, trial]))
  return recordsIn(paths).filter((record) => {
    const trial = trials.get(record.trialKey)
    const { finishedAt } = record
    return !trial || !isDeepStrictEqual(record, { ...madeUpRecord(trial), finishedAt })
  }).length
}

/** Whether all is as it must be, for the exit code. */
export const hasSurvived = ({ wrongLetters, lost, twice, false: wrong }: FaultReport): boolean =>
  wrongLetters + lost + twice + wrong === 0

const happenedText = (faults: FaultReport['faults']): string =>
  Object.entries(faults)
    .map(([name, times]) => `${times} ${name}`)
    .join(', ')

export const faultsText = (report: FaultReport): string =>
  [
    `${report.trials} trials in ${report.seconds.toFixed(0)} s, beside a worker of another build: ${happenedText(report.faults)}.`,
    `${report.poisoned} of them in jobs that kill their workers: ${report.deadLetters} dead letters, which hold ${report.wrongLetters} trials too many or too few.`,
    `Tried again by other workers: ${report.lost} lost, ${report.twice} twice, ${report.false} false`,
  ].join('\n')
