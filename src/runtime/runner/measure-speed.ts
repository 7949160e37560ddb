/**
 * How fast is this device? A small model is trained for a moment: on so few strings that a step is all overhead, and on so many that the
 * arithmetic shows. The two times give overhead and rate, from which any sweep's time is estimated. It is the model of the self-test,
 * whose kernels are compiled already.
 */
import { trainingStrings } from '@/core/data/dataset'
import { type DeviceSpeed, trialFlop } from '@/core/sweep/estimate'
import { makeTrial, type Trial } from '@/core/sweep/trial'
import { datasetRequest } from '@/core/sweep/trial-strings'
import { populationSpec } from '@/engine/contract/population-spec'
import { createTrainer } from '@/engine/create-trainer'
import type { Backend } from '@/engine/devices/backend'
import { SELF_TEST_SCHEDULE, SELF_TEST_SHAPE } from '@/engine/plan/self-test'
import type { RunnerHost } from './host'

/** Each of the two measurements ends after this long, at the latest after the step under way. */
const BUDGET_MS = 250
const MAX_STEPS = 20

const probeTrial = (datasetSize: number): Trial =>
  makeTrial({
    experiment: 'probe',
    family: 'gpt2',
    shape: SELF_TEST_SHAPE,
    source: { id: 'uniform' },
    datasetSize,
    seed: 0,
    steps: SELF_TEST_SCHEDULE,
    learningRate: 0.01,
    batch: datasetSize,
  })

export async function measureSpeed(backend: Backend, host: RunnerHost): Promise<DeviceSpeed> {
  const small = probeTrial(4)
  const large = probeTrial(500)
  const smallSeconds = await secondsPerStep(small, backend, host)
  const largeSeconds = await secondsPerStep(large, backend, host)
  const flop = (trial: Trial) => trialFlop(trial) / trial.steps
  const arithmetic = Math.max(largeSeconds - smallSeconds, 0.05 * largeSeconds)
  const flopPerSecond = (flop(large) - flop(small)) / arithmetic
  return { flopPerSecond, secondsPerStep: smallSeconds }
}

async function secondsPerStep(trial: Trial, backend: Backend, host: RunnerHost): Promise<number> {
  const training = trainingStrings(datasetRequest(trial, trial.datasetSize))
  const trainer = await createTrainer(populationSpec([trial], [training]), backend)
  try {
    // The first step compiles shaders and allocates: it is not what a step costs.
    trainer.enqueue(1)
    await trainer.takeLosses()
    const start = host.now()
    let done = 0
    while (done === 0 || (host.now() - start < BUDGET_MS && done < MAX_STEPS)) {
      trainer.enqueue(1)
      await trainer.takeLosses()
      done++
    }
    return (host.now() - start) / 1000 / done
  } finally {
    trainer.dispose()
  }
}
