/**
 * How fast is this device? Small models are trained for a moment: on so few strings that a step is all overhead, and on so many that the work
 * shows. On a processor a wider model is trained too, whose time is mostly products, where the narrow one's is mostly exponentials. From
 * these times any sweep's is estimated. The narrow model is that of the self-test, whose kernels a GPU has compiled already.
 */
import { BACKENDS } from '@/core/backends'
import { trainingStrings } from '@/core/data/dataset'
import type { ModelShape } from '@/core/model/family'
import { type DeviceSpeed, rates, type TimedStep } from '@/core/sweep/device-speed'
import { trialExponentials, trialFlop } from '@/core/sweep/estimate'
import { makeTrial, type Trial } from '@/core/sweep/trial'
import { datasetRequest } from '@/core/sweep/trial-strings'
import { populationSpec } from '@/engine/contract/population-spec'
import type { PopulationSpec } from '@/engine/contract/trainer'
import { createTrainer, untuned } from '@/engine/create-trainer'
import type { Backend } from '@/engine/devices/backend'
import { SELF_TEST_SCHEDULE, SELF_TEST_SHAPE } from '@/engine/plan/self-test'
import type { RunnerHost } from './host'

/** Each measurement ends after this long, at the latest after the step under way. A processor's time is the visitor's own. */
const BUDGET_MS = 250
const PROCESSOR_BUDGET_MS = 25
const MAX_STEPS = 20

const WIDE_SHAPE: ModelShape = { ...SELF_TEST_SHAPE, width: 64, heads: 8 }

const specOf = (trial: Trial): PopulationSpec =>
  populationSpec([trial], [trainingStrings(datasetRequest(trial, trial.datasetSize))])

const probeTrial = (shape: ModelShape, datasetSize: number): Trial =>
  makeTrial({
    experiment: 'probe',
    family: 'gpt2',
    shape,
    source: { id: 'uniform' },
    datasetSize,
    seed: 0,
    steps: SELF_TEST_SCHEDULE,
    learningRate: 0.01,
    batch: datasetSize,
  })

export async function measureSpeed(backend: Backend, host: RunnerHost): Promise<DeviceSpeed> {
  const overhead = await secondsPerStep(specOf(probeTrial(SELF_TEST_SHAPE, 4)), backend, host)
  const timed = async (trial: Trial): Promise<TimedStep> => {
    const seconds = await secondsPerStep(specOf(trial), backend, host)
    return {
      flop: trialFlop(trial) / trial.steps,
      exponentials: trialExponentials(trial) / trial.steps,
      seconds: Math.max(seconds - overhead, 0.05 * seconds),
    }
  }
  const narrow = await timed(probeTrial(SELF_TEST_SHAPE, 500))
  // Without the plan a step of it takes seconds, and on a GPU its kernels would have to be compiled.
  const wide =
    backend.plan && BACKENDS[backend.name].isProcessor ? await timed(probeTrial(WIDE_SHAPE, 64)) : undefined
  return { secondsPerStep: overhead, ...rates(narrow, wide) }
}

/** Mean time of a step, after one that is not counted: it compiles shaders and allocates. @param budgetMs see {@link BUDGET_MS}. */
export async function secondsPerStep(
  spec: PopulationSpec,
  backend: Backend,
  host: RunnerHost,
  budgetMs = BACKENDS[backend.name].isProcessor && backend.plan ? PROCESSOR_BUDGET_MS : BUDGET_MS,
): Promise<number> {
  const trainer = await createTrainer(spec, untuned(backend))
  try {
    trainer.enqueue(1)
    await trainer.takeLosses()
    const start = host.now()
    let done = 0
    while (done === 0 || (host.now() - start < budgetMs && done < MAX_STEPS)) {
      trainer.enqueue(1)
      await trainer.takeLosses()
      done++
    }
    return (host.now() - start) / 1000 / done
  } finally {
    trainer.dispose()
  }
}
