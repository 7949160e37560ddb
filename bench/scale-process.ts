/** A worker or a collector of the queue, without training, in a process of its own that can be killed. It ends with the processor time it took, ms. */
import { join } from 'node:path'
import { openResultsFile } from '@/cli/files/results-file'
import { collectSweep } from '@/cli/queue/collect-sweep'
import { asOlderBuild } from '@/cli/queue/faults/older-build'
import { openQueue } from '@/cli/queue/redis/open-queue'
import { queueSettings } from '@/cli/queue/settings'
import { work } from '@/cli/queue/worker'
import { PIECE_SIZES } from '@/core/sweep/pieces'
import { benchJobs, benchSweeps, DIES_OF_POISON, isPoison, madeUpRecord, OLDER_BUILD } from './scale-work'

const [role, ...args] = process.argv.slice(2)
const silent = () => undefined
const settings = queueSettings()
const stopping = new AbortController()
// Each results file gives back its lock when the process ends.
process.setMaxListeners(50)
process.on('SIGTERM', () => stopping.abort())
const began = process.cpuUsage()
await (role === 'collect' ? collectAll(args) : workUntilStopped(args))
const { user, system } = process.cpuUsage(began)
process.stdout.write(JSON.stringify({ cpuMs: (user + system) / 1000 }), () => process.exit())

/** @param traits what is wrong with it. */
async function workUntilStopped(traits: readonly string[]): Promise<void> {
  const opened = await openQueue(silent)
  const queue = traits.includes(OLDER_BUILD) ? asOlderBuild(opened) : opened
  const host: Parameters<typeof work>[0]['host'] = {
    run({ trials }, signal, emit) {
      if (traits.includes(DIES_OF_POISON) && trials.some(isPoison)) process.kill(process.pid, 'SIGKILL')
      for (const trial of trials) emit({ type: 'trial-finished', record: madeUpRecord(trial) })
      emit(signal.aborted ? { type: 'stopped' } : { type: 'finished', elapsedMs: 0 })
      return Promise.resolve()
    },
  }
  const sizes = PIECE_SIZES.toReversed()
  const options = { queue, host, backend: 'wasm', speed: undefined, sizes, settings } as const
  await work({ ...options, note: silent, onProgress: silent }, stopping.signal)
  await queue.close()
}

/** Several sweeps at once, each into its own file: a sweep has at most a thousand trials. */
async function collectAll([folder, sweeps, trialsOfEach]: readonly string[]): Promise<void> {
  const queue = await openQueue(silent)
  const collect = async (sweep: ReturnType<typeof benchSweeps>[number], i: number) => {
    const file = openResultsFile(join(folder!, `${i}.jsonl`), { resume: true, note: silent })
    const records = new Map(file.records.map((record) => [record.trialKey, record]))
    const display = { update: silent, show: silent, line: silent, end: silent }
    const jobs = benchJobs(sweep, Number(trialsOfEach))
    await collectSweep(queue, { sweep, jobs, records, file, display, settings }, stopping.signal)
    file.close()
  }
  await Promise.all(benchSweeps(Number(sweeps)).map(collect))
  await queue.close()
}
