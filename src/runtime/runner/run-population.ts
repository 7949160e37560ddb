/** One population, from strings to records: generate, train, measure. */

import { BUILD_COMMIT } from '@/core/build'
import type { Dataset } from '@/core/data/dataset'
import { natsToBits } from '@/core/metrics/bits'
import { type Measured, makeRecord, type RunCircumstances, type TrialOutcome } from '@/core/results/result'
import type { Population } from '@/core/sweep/populations'
import type { Trial } from '@/core/sweep/trial'
import { drawnStrings, type TrialStrings } from '@/core/sweep/trial-strings'
import type { Crew } from '@/engine/contract/crew'
import { populationSpec } from '@/engine/contract/population-spec'
import type { LossBlock, PopulationSpec, PopulationTrainer } from '@/engine/contract/trainer'
import { createTrainer, type TrainerNews } from '@/engine/create-trainer'
import type { Backend } from '@/engine/devices/backend'
import { trainPopulation } from '@/engine/train'
import type { LabEvent, LiveMember } from '../protocol'
import type { RunClock } from './clock'
import type { RunnerHost } from './host'
import { createLossTrace } from './loss-trace'
import type { Pacer } from './pacing'
import { createProbeLog } from './probe-log'
import type { FinalCodeLengths, Procedure, ReferenceTraining, Session } from './procedure'
import { procedureOf } from './procedures'
import { createSnapshots } from './snapshots'
import { watchStrings } from './watch-strings'

/** The device and clock that a population runs on, and the receiver of its events. */
export interface PopulationRun {
  readonly backend: Backend
  /** Threads that run the same population at the same time, to train it together. */
  readonly crew?: Crew | undefined
  readonly host: RunnerHost
  readonly pacer: Pacer
  readonly clock: RunClock
  /** Whether its models are handed over, with their weights along the training; unless given, they are not. */
  readonly handsOverModels?: boolean
  /** See `RunRequest.watch`. */
  readonly watch?: readonly number[] | undefined
  emit(event: LabEvent): void
}

interface ObservedRun extends PopulationRun {
  /** Called with each report: steps taken, and the state of its members. */
  onProgress(step: number, members: readonly LiveMember[]): void
}

/** @throws StoppedError, DeviceLostError. Members whose loss stops being a number end as `trial-failed`; the others go on. */
export async function runPopulation({ trials }: Population, run: ObservedRun): Promise<void> {
  const { pacer, clock } = run
  const started = clock.now()
  const procedure = await procedureOf(trials[0]!.experiment)
  const strings = await stringsOf(trials, procedure, run)
  const training = strings.map((own) => own.training)
  const heldOut = strings.map((own) => own.heldOut)
  const trainer = await openTrainer(trials, training, run)
  try {
    const measurement = procedure?.begin({ trials, training, heldOut, trainer })
    const history = createHistory(trials)
    const snapshots = run.handsOverModels ? createSnapshots(trials, trainer) : undefined
    const probed = new Set(
      measurement?.probe ? trials.flatMap((trial) => procedure?.probeSteps?.(trial) ?? []) : [],
    )
    const kept = new Set(snapshots?.steps)
    const watched = new Set(run.watch)
    await trainPopulation(trainer, trials[0]!.steps, {
      ...hooksOf(run),
      // All members are probed together: at every step that any of them asks for.
      probeSteps: [...new Set([...probed, ...kept, ...watched])].toSorted((a, b) => a - b),
      async probe(step) {
        if (kept.has(step)) await snapshots?.take(step)
        if (watched.has(step))
          for (const [member, frame] of (await watchStrings({ training, heldOut, trainer }, step)).entries())
            run.emit({ type: 'frame', trialKey: trials[member]!.key, frame })
        if (!probed.has(step)) return
        const probes = (await measurement?.probe?.(step)) ?? []
        history.probed(step, probes)
        for (const [member, { values, grid }] of probes.entries())
          run.emit({ type: 'probed', trialKey: trials[member]!.key, step, values, grid })
      },
      onLosses(block) {
        history.trained(block)
        const members = liveMembers(trials, training, block)
        run.onProgress(
          lastStepOf(block, trials.length),
          members.filter((_, i) => history.divergedAt(i) === undefined),
        )
      },
    })
    const codeLengths = {
      training: await pacer.raceStop(trainer.codeLengths(tokensOf(training))),
      heldOut: await pacer.raceStop(trainer.codeLengths(tokensOf(heldOut))),
    }
    const measured = measurement && (await pacer.raceStop(measurement.finish(codeLengths)))
    const lines = await pacer.raceStop(linesOf(trials, { training, heldOut, trainer }, codeLengths))
    const circumstances = {
      backend: run.backend.name,
      device: run.backend.device,
      numerics: trainer.numerics,
      members: trials.length,
      elapsedMs: Math.round(clock.now() - started),
      finishedAt: run.host.date().toISOString(),
      commit: BUILD_COMMIT,
    }
    for (const [i, trial] of trials.entries()) {
      const outcome = {
        training: training[i]!,
        heldOut: heldOut[i]!,
        trainingNats: codeLengths.training[i]!,
        heldOutNats: codeLengths.heldOut[i]!,
        measured: history.with(i, measured?.[i], lines[i]),
      }
      const closing = closingEvent(trial, outcome, circumstances, history.divergedAt(i))
      // One of a crew speaks for all.
      if (snapshots && (run.crew?.place ?? 0) === 0 && closing.type === 'trial-finished') {
        const model = { trial, snapshots: snapshots.of(i), strings: procedure?.strings && strings[i] }
        run.emit({ type: 'model-trained', model })
      }
      run.emit(closing)
    }
  } finally {
    trainer.dispose()
  }
}

/** Traces of each string where it is a visitor's own text that is trained on: few runs are, so what measures it is loaded only then. */
async function linesOf(
  trials: readonly Trial[],
  session: Pick<Session, 'training' | 'heldOut'> & { readonly trainer: PopulationTrainer },
  nats: FinalCodeLengths,
): Promise<Measured['traces'][]> {
  if (trials.every(({ source }) => source.id !== 'own')) return []
  const { measureLines } = await import('./measure-lines')
  return measureLines(session, nats)
}

const tokensOf = (datasets: readonly Dataset[]): Int32Array[] => datasets.map(({ tokens }) => tokens)

/** Strings of every trial, one after another: they may train a reference that the next one finds ready. */
async function stringsOf(
  trials: readonly Trial[],
  procedure: Procedure | undefined,
  run: PopulationRun,
): Promise<TrialStrings[]> {
  const referenceTraining: ReferenceTraining = {
    backend: run.backend,
    train: (spec, what) =>
      trainReferenceModel(spec, run, (step) =>
        run.emit({ type: 'preparing', what, step, steps: spec.steps }),
      ),
  }
  const strings: TrialStrings[] = []
  for (const trial of trials)
    strings.push((await procedure?.strings?.(trial, referenceTraining)) ?? drawnStrings(trial))
  return strings
}

/** A stop does not wait for the trainer; one that opens later is thrown away. */
async function openTrainer(
  trials: readonly Trial[],
  training: readonly Dataset[],
  { backend, crew, pacer, emit }: PopulationRun,
): Promise<PopulationTrainer> {
  const { family } = trials[0]!
  const news: TrainerNews = {
    onCompiled: (done, of) => emit({ type: 'compiling', done, of }),
    onFallback: (reason) => emit({ type: 'fell-back', family, reason }),
  }
  const opening = createTrainer(populationSpec(trials, training), backend, news, crew)
  try {
    return await pacer.raceStop(opening)
  } catch (error) {
    void opening.then(
      (late) => late.dispose(),
      () => undefined,
    )
    throw error
  }
}

/** Collects what a population reports while it trains, for its records. */
function createHistory(trials: readonly Trial[]) {
  const lossTrace = createLossTrace(trials[0]!.steps, trials.length)
  const probeLog = createProbeLog(trials.length)
  const diverged = new Map<number, number>()
  return {
    trained(block: LossBlock) {
      lossTrace.add(block)
      noteDivergence(block, trials.length, diverged)
    },
    probed: probeLog.add,
    /** The first step at which a member's loss was no number. */
    divergedAt: (member: number) => diverged.get(member),
    /** A member's measures and traces, with those that were kept while it trained. @param lines of its own text. */
    with: (
      member: number,
      measured: Measured = { measures: {}, traces: {} },
      lines: Measured['traces'] = {},
    ): Measured => ({
      measures: measured.measures,
      traces: { ...lossTrace.of(member), ...probeLog.of(member), ...measured.traces, ...lines },
    }),
  }
}

function closingEvent(
  trial: Trial,
  outcome: TrialOutcome,
  circumstances: RunCircumstances,
  divergedAt: number | undefined,
): LabEvent {
  const codeLengths = [...Array.from(outcome.trainingNats), ...Array.from(outcome.heldOutNats)]
  if (divergedAt === undefined && codeLengths.every(Number.isFinite)) {
    return { type: 'trial-finished', record: makeRecord(trial, outcome, circumstances) }
  }
  const where =
    divergedAt === undefined
      ? 'its code lengths are'
      : `its loss or its gradient was, from step ${divergedAt} on,`
  return {
    type: 'trial-failed',
    trialKey: trial.key,
    message: `training diverged: ${where} not a number. Try a lower learning rate (this one had ${trial.learningRate}).`,
  }
}

const hooksOf = ({ host, pacer }: PopulationRun) => ({
  now: host.now,
  reportIsDue: pacer.reportIsDue,
  yieldToEvents: pacer.yieldToEvents,
  raceStop: pacer.raceStop,
})

async function trainReferenceModel(
  spec: PopulationSpec,
  run: PopulationRun,
  onStep: (step: number) => void,
): Promise<PopulationTrainer> {
  const trainer = await createTrainer(spec, run.backend)
  try {
    onStep(0)
    await trainPopulation(trainer, spec.steps, {
      ...hooksOf(run),
      probeSteps: [],
      probe: async () => undefined,
      onLosses: (block) => onStep(lastStepOf(block, spec.members.length)),
    })
    return trainer
  } catch (error) {
    trainer.dispose()
    throw error
  }
}

/** Notes each member's first step with a loss that is no number. */
function noteDivergence(block: LossBlock, members: number, diverged: Map<number, number>): void {
  block.lossNats.forEach((nats, i) => {
    const member = i % members
    if (!Number.isFinite(nats) && !diverged.has(member)) {
      diverged.set(member, block.firstStep + Math.floor(i / members))
    }
  })
}

const lastStepOf = ({ firstStep, lossNats }: LossBlock, members: number): number =>
  firstStep + lossNats.length / members - 1

/** State of each member after a block's last step. */
function liveMembers(trials: readonly Trial[], training: readonly Dataset[], block: LossBlock): LiveMember[] {
  const latest = block.lossNats.subarray(block.lossNats.length - trials.length)
  return trials.map((trial, i) => {
    const datasetBits = training[i]!.sourceBits.reduce((sum, bits) => sum + bits, 0)
    const trainBitsPerToken = natsToBits(latest[i]!)
    return {
      trialKey: trial.key,
      datasetBits,
      step: lastStepOf(block, trials.length),
      trainBitsPerToken,
      memorizedBits: datasetBits - trial.datasetSize * trial.shape.seqLen * trainBitsPerToken,
    }
  })
}
