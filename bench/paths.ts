/**
 * The two ways in which the lab trains on a GPU, on one device and in turns: the replayed plan, and composed tf.js ops, which train where
 * a device fails the self-test. The same trials, packed into populations as the lab packs them for either.
 */

import { trainingStrings } from '@/core/data/dataset'
import { packForDevice } from '@/core/sweep/estimate'
import type { Population } from '@/core/sweep/populations'
import type { Trial } from '@/core/sweep/trial'
import { datasetRequest } from '@/core/sweep/trial-strings'
import { populationSpec } from '@/engine/contract/population-spec'
import type { PopulationSpec, PopulationTrainer } from '@/engine/contract/trainer'
import { type Backend, COMPOSED_PACKING } from '@/engine/devices/backend'
import { createPlannedTrainer } from '@/engine/plan/planned-trainer'

export interface PathTime {
  readonly populations: number
  /** Of all steps of all populations. */
  readonly seconds: number
  /** Nats per token after the last step, of each trial in the order of their keys. */
  readonly losses: readonly number[]
}

export interface PathComparison {
  readonly device: string
  readonly trials: number
  readonly steps: number
  readonly rounds: number
  readonly plan: PathTime
  readonly composed: PathTime
  /** Composed ops' time over the plan's. */
  readonly ratio: number
  /** The same of each round. */
  readonly ratios: readonly number[]
}

/**
 * What compiles is no part of it: both have made one step before.
 * @param trials of one shape. @param steps in each of `rounds`. @throws Error where nothing replays plans.
 */
export async function comparePaths(
  backend: Backend,
  trials: readonly Trial[],
  steps: number,
  rounds: number,
): Promise<PathComparison> {
  const { plan: device, limits, notice } = backend
  if (!device) throw new Error(notice ?? 'nothing replays plans here')
  const plan = await openPath(packForDevice(trials, limits, undefined), (spec) =>
    createPlannedTrainer(spec, device.createMachine(), backend),
  )
  const composed = await openPath(packForDevice(trials, COMPOSED_PACKING[backend.name], undefined), (spec) =>
    backend.createComposed(spec),
  )
  const times: { readonly plan: number; readonly composed: number }[] = []
  for (let round = 0; round < rounds; round++)
    times.push({ plan: await plan.train(steps), composed: await composed.train(steps) })
  const sum = (path: 'plan' | 'composed') => times.reduce((total, own) => total + own[path], 0)
  const timeOf = (path: 'plan' | 'composed', { populations, losses }: OpenPath): PathTime => ({
    populations,
    seconds: sum(path),
    losses: losses(),
  })
  return {
    device: backend.device,
    trials: trials.length,
    steps: steps * rounds,
    rounds,
    plan: timeOf('plan', plan),
    composed: timeOf('composed', composed),
    ratio: sum('composed') / sum('plan'),
    ratios: times.map((own) => own.composed / own.plan),
  }
}

interface OpenPath {
  readonly populations: number
  /** @returns seconds, until the losses of the last step are there. */
  train(steps: number): Promise<number>
  losses(): readonly number[]
}

async function openPath(
  populations: readonly Population[],
  open: (spec: PopulationSpec) => PopulationTrainer | Promise<PopulationTrainer>,
): Promise<OpenPath> {
  const trainers: PopulationTrainer[] = []
  for (const { trials } of populations) {
    const training = trials.map((trial) => trainingStrings(datasetRequest(trial, trial.datasetSize)))
    trainers.push(await open(populationSpec(trials, training)))
  }
  const latest = new Map<string, number>()
  const train = async (steps: number): Promise<number> => {
    const start = performance.now()
    for (const [p, trainer] of trainers.entries()) {
      trainer.enqueue(steps)
      const { lossNats } = await trainer.takeLosses()
      const { trials } = populations[p]!
      trials.forEach(({ key }, i) => {
        latest.set(key, lossNats[lossNats.length - trials.length + i]!)
      })
    }
    return (performance.now() - start) / 1000
  }
  await train(1)
  const losses = () => [...latest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, nats]) => nats)
  return { populations: populations.length, train, losses }
}
