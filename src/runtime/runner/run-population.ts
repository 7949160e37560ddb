/** One population, from strings to records: generate, train, measure. */

import type { Dataset } from '@/core/data/dataset'
import { natsToBits } from '@/core/metrics/bits'
import { makeRecord } from '@/core/results/result'
import type { Population } from '@/core/sweep/populations'
import type { Trial } from '@/core/sweep/trial'
import { drawnStrings, type TrialStrings } from '@/core/sweep/trial-strings'
import { populationSpec } from '@/engine/contract/population-spec'
import type { LossBlock, PopulationSpec, PopulationTrainer } from '@/engine/contract/trainer'
import { createTrainer } from '@/engine/create-trainer'
import type { Backend } from '@/engine/devices/backend'
import { trainPopulation } from '@/engine/train'
import type { LabEvent, LiveMember } from '../protocol'
import { BUILD_COMMIT } from './build-commit'
import type { RunnerHost } from './host'
import { createLossTrace } from './loss-trace'
import type { Pacer } from './pacing'
import { createProbeLog } from './probe-log'
import type { Aside, Procedure } from './procedure'
import { procedureOf } from './procedures'

export interface PopulationObserver {
  emit(event: LabEvent): void
  /** Called with each report: how far it is, and what its members are at. */
  onProgress(step: number, members: readonly LiveMember[]): void
}

/** @throws StoppedError, DeviceLostError. Members whose loss stops being a number end as `trial-failed`; the others go on. */
export async function runPopulation(
  population: Population,
  backend: Backend,
  host: RunnerHost,
  pacer: Pacer,
  observer: PopulationObserver,
): Promise<void> {
  const { trials } = population
  const { family, steps } = trials[0]!
  const started = host.now() - pacer.pausedMs()
  const procedure = procedureOf(trials[0]!.experiment)
  const aside: Aside = {
    backend,
    train: (spec, what) =>
      trainAside(spec, backend, host, pacer, (step) =>
        observer.emit({ type: 'preparing', what, step, steps: spec.steps }),
      ),
  }
  const strings: TrialStrings[] = []
  // One after another: they may train a reference that the next one finds ready.
  for (const trial of trials) strings.push((await procedure?.strings?.(trial, aside)) ?? drawnStrings(trial))
  const training = strings.map((own) => own.training)
  const heldOut = strings.map((own) => own.heldOut)
  const opening = createTrainer(populationSpec(trials, training), backend, {
    onCompiled: (done, of) => observer.emit({ type: 'compiling', done, of }),
    onFallback: (reason) => observer.emit({ type: 'fell-back', family, reason }),
  })
  const trainer = await pacer.orStopped(opening).catch((error: unknown) => {
    void opening.then(
      (late) => late.dispose(),
      () => undefined,
    )
    throw error
  })
  try {
    const diverged = new Map<number, number>()
    const lossTrace = createLossTrace(steps, trials.length)
    const measurement = procedure?.begin({
      trials,
      training,
      heldOut,
      trainer,
    })
    const probeLog = createProbeLog(trials.length)
    const probe = async (step: number) => {
      const probes = (await measurement?.probe?.(step)) ?? []
      probeLog.add(step, probes)
      for (const [member, { values, grid }] of probes.entries())
        observer.emit({ type: 'probed', trialKey: trials[member]!.key, step, values, grid })
    }
    await trainPopulation(trainer, steps, {
      now: host.now,
      reportIsDue: pacer.reportIsDue,
      breathe: pacer.breathe,
      orStopped: pacer.orStopped,
      looks: measurement?.probe ? probeStepsOf(trials, procedure?.probeSteps) : [],
      look: probe,
      onLosses(block) {
        lossTrace.add(block)
        noteDivergence(block, trials.length, diverged)
        const done = block.nats.length / trials.length
        const latest = block.nats.subarray((done - 1) * trials.length)
        const step = block.firstStep + done - 1
        observer.onProgress(
          step,
          trials
            .map((trial, i) => liveMember(trial, training[i]!, step, latest[i]!))
            .filter((_, i) => !diverged.has(i)),
        )
      },
    })
    const nats = (datasets: readonly Dataset[]) =>
      pacer.orStopped(trainer.codeLengths(datasets.map((dataset) => dataset.tokens)))
    const trainingNats = await nats(training)
    const heldOutNats = await nats(heldOut)
    const measured =
      measurement &&
      (await pacer.orStopped(measurement.finish({ training: trainingNats, heldOut: heldOutNats })))
    const circumstances = {
      backend: backend.name,
      device: backend.device,
      members: trials.length,
      elapsedMs: Math.round(host.now() - pacer.pausedMs() - started),
      finishedAt: host.date().toISOString(),
      commit: BUILD_COMMIT,
    }
    trials.forEach((trial, i) => {
      const outcome = {
        training: training[i]!,
        heldOut: heldOut[i]!,
        trainingNats: trainingNats[i]!,
        heldOutNats: heldOutNats[i]!,
        measured: {
          measures: { ...measured?.[i]?.measures },
          traces: { ...lossTrace.of(i), ...probeLog.of(i), ...measured?.[i]?.traces },
        },
      }
      const step = diverged.get(i)
      if (step === undefined && [...outcome.trainingNats, ...outcome.heldOutNats].every(Number.isFinite)) {
        observer.emit({ type: 'trial-finished', record: makeRecord(trial, outcome, circumstances) })
      } else {
        const where =
          step === undefined ? 'its code lengths are' : `its loss or its gradient was, from step ${step} on,`
        observer.emit({
          type: 'trial-failed',
          trialKey: trial.key,
          message: `training diverged: ${where} not a number. Try a lower learning rate (this one had ${trial.learningRate}).`,
        })
      }
    })
  } finally {
    trainer.dispose()
  }
}

async function trainAside(
  spec: PopulationSpec,
  backend: Backend,
  host: RunnerHost,
  pacer: Pacer,
  onStep: (step: number) => void,
): Promise<PopulationTrainer> {
  const trainer = await createTrainer(spec, backend)
  try {
    onStep(0)
    await trainPopulation(trainer, spec.steps, {
      now: host.now,
      reportIsDue: pacer.reportIsDue,
      breathe: pacer.breathe,
      orStopped: pacer.orStopped,
      looks: [],
      look: async () => undefined,
      onLosses: ({ firstStep, nats }) => onStep(firstStep + nats.length / spec.members.length - 1),
    })
    return trainer
  } catch (error) {
    trainer.dispose()
    throw error
  }
}

/** All members are probed together: at every step that any of them asks for. */
function probeStepsOf(trials: readonly Trial[], probeSteps: Procedure['probeSteps']): readonly number[] {
  const steps = trials.flatMap((trial) => probeSteps?.(trial) ?? [])
  return [...new Set(steps)].toSorted((a, b) => a - b)
}

/** Notes each member's first step with a loss that is no number. */
function noteDivergence(block: LossBlock, members: number, diverged: Map<number, number>): void {
  block.nats.forEach((nats, i) => {
    const member = i % members
    if (!Number.isFinite(nats) && !diverged.has(member)) {
      diverged.set(member, block.firstStep + Math.floor(i / members))
    }
  })
}

function liveMember(trial: Trial, dataset: Dataset, step: number, lossNats: number): LiveMember {
  const datasetBits = dataset.sourceBits.reduce((sum, bits) => sum + bits, 0)
  const trainBitsPerToken = natsToBits(lossNats)
  return {
    trialKey: trial.key,
    datasetBits,
    step,
    trainBitsPerToken,
    memorizedBits: datasetBits - trial.datasetSize * trial.shape.seqLen * trainBitsPerToken,
  }
}
