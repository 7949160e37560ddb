/** `run --queue`, as `run-lab.ts` calls it in place of a host. */
import type { TrialRecord } from '@/core/results/result'
import type { Sweep } from '@/core/sweep/sweep'
import type { RunOptions } from '../args'
import { EXIT } from '../cli-error'
import type { ResultsFile } from '../files/results-file'
import type { ProgressDisplay } from '../sweep/progress'
import { stopOnInterrupt } from '../sweep/stop-on-interrupt'
import { collectSweep } from './collect-sweep'
import { jobsOf } from './jobs'
import { openQueue } from './redis/open-queue'
import { queueSettings } from './settings'

/** @returns the exit code. @throws CliError for what a person has to mend. */
export async function runByQueue(
  { experiment }: RunOptions,
  sweep: Sweep,
  records: Map<string, TrialRecord>,
  file: ResultsFile,
  display: ProgressDisplay,
): Promise<number> {
  if (sweep.trials.every(({ key }) => records.has(key))) return EXIT.ok
  const stopping = new AbortController()
  const release = stopOnInterrupt(stopping, display, 'Stopping; the work stays in the queue')
  try {
    const queue = await openQueue(display.line)
    const jobs = jobsOf(experiment, sweep)
    const options = { sweep, jobs, records, file, display, settings: queueSettings() }
    try {
      return await collectSweep(queue, options, stopping.signal)
    } finally {
      await queue.close()
    }
  } finally {
    release()
  }
}
