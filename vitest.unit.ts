/** What every file of the unit tests gets: the same random examples each time, and a limit to what it may take. */
import fc from 'fast-check'
import { afterAll, beforeAll } from 'vitest'

// Properties are tried with the same examples each time, so that only a change can fail them. FC_SEED=1 (2, …) tries others.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 0) })

/** All files together are to take ten seconds on two cores. */
const MAX_SECONDS = 3

let before: NodeJS.CpuUsage

beforeAll(() => {
  before = process.cpuUsage()
})

// Time of the processor, not of the clock: a machine that has other work too fails nothing.
afterAll(() => {
  const { user, system } = process.cpuUsage(before)
  const seconds = (user + system) / 1e6
  if (seconds > MAX_SECONDS)
    throw new Error(
      `This file took ${seconds.toFixed(1)} s of processor time, and a file of unit tests may take ${MAX_SECONDS}: make it cheaper, or name it *.train.test.ts.`,
    )
})
