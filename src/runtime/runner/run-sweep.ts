/**
 * The runner: plan → skip what is finished → train population after population, or several at once where the host has lanes → one
 * record per trial. Worker, CLI and headless page all call exactly this; everything it has to say goes through `emit`.
 */
import { packForDevice, sweepSeconds, totalFlop, trainingBytes } from '@/core/sweep/estimate'
import { experimentById } from '@/core/sweep/experiments'
import { type Population, remainingTrials } from '@/core/sweep/populations'
import { tooLarge } from '@/core/sweep/too-large'
import { tooLargeText } from '@/core/text/too-large-text'
import { type Backend, DeviceLostError, NoBackendError, openBackend } from '@/engine/devices/backend'
import { MachineFullError } from '@/engine/plan/machine'
import type { LabEvent, LabFailure, RunRequest } from '../protocol'
import { describeBackend } from './describe-backend'
import type { RunnerHost, SweepControl } from './host'
import { createPacer, type Pacer, StoppedError } from './pacing'
import { LaneFailedError, lanesFor, runInLanes } from './run-lanes'
import { runPopulation } from './run-population'
import { createSpeedometer } from './speedometer'

/** Never rejects: what goes wrong is said by a `failed` event. */
export async function runSweep(
  request: RunRequest,
  host: RunnerHost,
  control: SweepControl,
  emit: (event: LabEvent) => void,
): Promise<void> {
  const started = host.now()
  try {
    const experiment = experimentById(request.experiment)
    const problems = experiment.problems(request.config)
    if (problems.length > 0) {
      const message = problems.map((p) => (p.field ? `${p.field}: ${p.message}` : p.message)).join('; ')
      return emit({ type: 'failed', failure: { kind: 'config', message } })
    }
    const pacer = createPacer(host, control)
    // A first start compiles kernels for seconds: a stop does not wait for them.
    const backend = await pacer.orStopped(openBackend({ choice: request.backend, wasmPaths: host.wasmPaths }))
    emit({ type: 'opened', backend: describeBackend(backend) })
    const planned = experiment.plan(request.config)
    const trials = remainingTrials(planned, new Set(request.finished))
    const { limits } = backend
    const { speed } = request
    const populations = packForDevice(trials, limits, speed)
    const lanes = lanesFor(backend, host)
    const extraFlop = trials.length > 0 ? experiment.extraFlop(request.config) : 0
    const device = speed && { speed, ragged: limits.ragged, lanes: lanes?.count ?? 1 }
    const passed = tooLarge(trials, limits, device && sweepSeconds(populations, extraFlop, device))
    if (passed && !request.force)
      return emit({ type: 'failed', failure: { kind: 'too-large', message: tooLargeText(passed) } })
    emit({
      type: 'planned',
      trials: planned.length,
      skipped: planned.length - trials.length,
      populations: populations.length,
      flop: totalFlop(trials),
    })
    if (lanes && lanes.count > 1 && populations.length > 1) {
      const sweep = {
        request,
        keys: planned.map(({ key }) => key),
        populations,
        backend,
        bytes: (population: Population) => trainingBytes(population.trials, limits.ragged),
      }
      await runInLanes(sweep, lanes, host, control, emit)
    } else await runPopulations(populations, backend, host, pacer, emit)
    emit({ type: 'finished', elapsedMs: host.now() - started })
  } catch (error) {
    emit(error instanceof StoppedError ? { type: 'stopped' } : { type: 'failed', failure: failureOf(error) })
  }
}

async function runPopulations(
  populations: readonly Population[],
  backend: Backend,
  host: RunnerHost,
  pacer: Pacer,
  emit: (event: LabEvent) => void,
): Promise<void> {
  const speedometer = createSpeedometer(
    populations,
    backend.limits.ragged,
    () => host.now() - pacer.pausedMs(),
  )
  const trialsTotal = populations.reduce((sum, { trials }) => sum + trials.length, 0)
  let trialsFinished = 0
  for (const [index, population] of populations.entries()) {
    const { steps } = population.trials[0]!
    await runPopulation(population, backend, host, pacer, {
      emit,
      onProgress(step, members) {
        const progress = {
          population: index + 1,
          populations: populations.length,
          step,
          steps,
          trialsFinished,
          trialsTotal,
          ...speedometer.at(index, step),
        }
        emit({ type: 'progress', progress, members })
      },
    })
    trialsFinished += population.trials.length
  }
}

function failureOf(error: unknown): LabFailure {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof LaneFailedError) return error.failure
  if (error instanceof DeviceLostError) return { kind: error.kind, message }
  if (error instanceof MachineFullError) return { kind: 'out-of-memory', message }
  if (error instanceof NoBackendError) return { kind: 'no-backend', message }
  return { kind: 'internal', message }
}
