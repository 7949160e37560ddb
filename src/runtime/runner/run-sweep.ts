/**
 * The runner: trials → populations → train one after another, or several at once where the host has a pool → one
 * record per trial. Worker, CLI and headless page all call exactly this; everything it has to say goes through `emit`.
 */
import { packForDevice, sweepSeconds, totalFlop, trainingBytes } from '@/core/sweep/estimate'
import type { Population } from '@/core/sweep/populations'
import { tooLarge } from '@/core/sweep/too-large'
import { tooLargeText } from '@/core/text/too-large-text'
import { type Backend, DeviceLostError, NoBackendError } from '@/engine/devices/backend'
import { MachineFullError } from '@/engine/plan/machine'
import type { LabEvent, LabFailure, RunRequest } from '../protocol'
import { withNumerics } from './choose-numerics'
import { createRunClock } from './clock'
import { describeBackend } from './describe-backend'
import type { RunnerHost, SweepControl } from './host'
import { openDevice } from './open-device'
import { createPacer, StoppedError } from './pacing'
import { takeSeat } from './port-crew'
import { createProgress } from './progress'
import { mostWorkers, poolFor, runInPool, WorkerFailedError } from './run-in-pool'
import { type PopulationRun, runPopulation } from './run-population'

/** Never rejects: what goes wrong is said by a `failed` event. */
export async function runSweep(
  request: RunRequest,
  host: RunnerHost,
  control: SweepControl,
  emit: (event: LabEvent) => void,
): Promise<void> {
  const { trials, backend: choice, speed, extraFlop = 0, force = false, kernels, seat, watch } = request
  const handsOverModels = request.models !== undefined
  const clock = createRunClock(host, control)
  const crew = seat && takeSeat(seat)
  try {
    const pacer = createPacer(host, control)
    // A first start compiles kernels for seconds: a stop does not wait for them.
    const backend = await pacer.raceStop(openDevice({ choice, kernels }, host))
    emit({ type: 'opened', backend: describeBackend(backend) })
    const { limits } = backend
    const populations = packForDevice(trials, limits, speed)
    const pool = poolFor(backend, host)
    const device = speed && { speed, ragged: limits.ragged, workers: pool?.count ?? 1 }
    const passed = tooLarge(trials, limits, device && sweepSeconds(populations, extraFlop, device))
    if (passed && !force)
      return emit({ type: 'failed', failure: { kind: 'too-large', message: tooLargeText(passed) } })
    emit({
      type: 'planned',
      trials: trials.length,
      populations: populations.length,
      flop: totalFlop(trials),
    })
    const isShared = populations.length > 1 || populations.some((own) => mostWorkers(own, backend, speed) > 1)
    if (pool && pool.count > 1 && isShared && !watch)
      await runInPool(
        { populations, backend, speed, handsOverModels, bytes: bytesIn(backend) },
        pool,
        clock,
        control,
        emit,
      )
    else {
      const chosen = await pacer.raceStop(withNumerics(backend, populations, request, host))
      await runPopulations(populations, {
        backend: chosen,
        crew,
        host,
        pacer,
        clock,
        handsOverModels,
        watch,
        emit,
      })
    }
    emit({ type: 'finished', elapsedMs: clock.now() })
  } catch (error) {
    emit(error instanceof StoppedError ? { type: 'stopped' } : { type: 'failed', failure: failureOf(error) })
  } finally {
    crew?.close()
    clock.dispose()
  }
}

/** What a worker takes before it trains anything: its code, and a heap of its own. */
const WORKER_BYTES = 32 * 2 ** 20

const bytesIn =
  ({ limits }: Pick<Backend, 'limits'>) =>
  ({ trials }: Population, threads: number): number =>
    WORKER_BYTES + trainingBytes(trials, limits.ragged, threads)

async function runPopulations(populations: readonly Population[], run: PopulationRun): Promise<void> {
  const { backend, clock, emit } = run
  const progress = createProgress(populations, backend.limits.ragged, clock.now)
  for (const population of populations) {
    progress.began(population)
    await runPopulation(population, {
      ...run,
      emit(event) {
        if (event.type === 'trial-finished') progress.trialEnded(population, event.record.trialKey)
        if (event.type === 'trial-failed') progress.trialEnded(population, event.trialKey)
        emit(event)
      },
      onProgress(step, members) {
        progress.reported(population, step, members)
        const event = progress.event()
        if (event) emit(event)
      },
    })
    progress.finished(population)
  }
}

function failureOf(error: unknown): LabFailure {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof WorkerFailedError) return error.failure
  if (error instanceof DeviceLostError) return { kind: error.kind, message }
  if (error instanceof MachineFullError) return { kind: 'out-of-memory', message }
  if (error instanceof NoBackendError) return { kind: 'no-backend', message }
  return { kind: 'internal', message }
}
