/**
 * By which set of numerics a device trains a sweep: the one that the sweep began with; else the one that was the fastest here before; else
 * the fastest that is found by training the sweep's heaviest population for a moment. Sets differ in the last bits of results, so this is
 * decided once for a sweep, and in doubt for the default.
 */

import { BUILD_COMMIT } from '@/core/build'
import { trainingStrings } from '@/core/data/dataset'
import { fitsSplits, trainingBytes, trialFlop } from '@/core/sweep/estimate'
import type { Population } from '@/core/sweep/populations'
import { printShape, type Trial } from '@/core/sweep/trial'
import { datasetRequest } from '@/core/sweep/trial-strings'
import { populationSpec } from '@/engine/contract/population-spec'
import { untuned } from '@/engine/create-trainer'
import type { Backend } from '@/engine/devices/backend'
import type { NumericsSet } from '@/engine/plan/machine'
import { selfTest } from '@/engine/plan/self-test'
import type { RunRequest } from '../protocol'
import { fastestSet } from './fastest-set'
import type { RunnerHost } from './host'

/** Members of the population that are trained to find out. */
const MOST_MEMBERS = 16
/** Up to five sets train at once, each with partial gradients of its own size. */
const MEMORY_SHARE = 10

/** @returns the backend with the plan that the sweep is to be trained by. */
export async function withNumerics(
  backend: Backend,
  populations: readonly Population[],
  { numerics, tune = true }: Pick<RunRequest, 'numerics' | 'tune'>,
  host: RunnerHost,
): Promise<Backend> {
  const { plan } = backend
  if (!plan) return backend
  const set = await setFor(backend, populations, { numerics, tune }, host)
  const { family } = populations[0]?.trials[0] ?? {}
  const isRight = set && family !== undefined && (await selfTest(set.device, family)) === undefined
  const chosen = isRight ? set.device : plan
  const trained = { ...backend, plan: chosen }
  return tune ? trained : untuned(trained)
}

/** @returns undefined for the default. */
async function setFor(
  backend: Backend,
  populations: readonly Population[],
  { numerics, tune }: Pick<RunRequest, 'numerics' | 'tune'>,
  host: RunnerHost,
): Promise<NumericsSet | undefined> {
  const [own, ...others] = backend.plan?.sets ?? []
  if (numerics !== undefined) return others.find((set) => set.numerics === numerics)
  const heaviest = populations.toSorted((a, b) => stepFlop(b) - stepFlop(a))[0]
  if (!tune || backend.software || !own || !heaviest) return undefined
  const fitting = others.filter((set) =>
    populations.every(({ trials }) => fitsSplits(trials, backend.limits.maxBytes, set.splitRows)),
  )
  const key = keyOf(backend, heaviest, [own, ...fitting])
  const known = await host.findings?.read(key)
  if (known !== undefined) return others.find((set) => set.numerics === known)
  try {
    const members = membersOf(heaviest, backend.limits.maxBytes)
    const training = members.map((trial) => trainingStrings(datasetRequest(trial, trial.datasetSize)))
    const fastest = await fastestSet([own, ...fitting], populationSpec(members, training), backend, host)
    await host.findings?.write(key, fastest.numerics)
    return fastest
  } catch {
    // The question was which is fastest, not whether they work: whoever trains next hears what is wrong.
    return undefined
  }
}

const stepFlop = ({ trials }: Population): number =>
  trials.reduce((sum, trial) => sum + trialFlop(trial) / trial.steps, 0)

/** Device, build, values of all factors and shape: with another of any of them another set may be the fastest. */
function keyOf({ identity }: Backend, { trials }: Population, sets: readonly NumericsSet[]): string {
  const { family, shape, batch } = trials[0]!
  const size = Math.round(Math.log2(trials.length * batch))
  const values = sets.filter(({ choice }) => choice.filter((value) => value > 0).length <= 1)
  const names = values.map(({ numerics }) => numerics).join()
  return [identity, BUILD_COMMIT, names, family, printShape(shape), size].join(' · ')
}

/** As many members as all sets that are tried can hold at once, in a part of what the device may hold of one. */
function membersOf({ trials }: Population, maxBytes: number): readonly Trial[] {
  const fitting = trials.slice(0, MOST_MEMBERS)
  while (fitting.length > 1 && MEMORY_SHARE * trainingBytes(fitting, true) > maxBytes) fitting.pop()
  return fitting
}
