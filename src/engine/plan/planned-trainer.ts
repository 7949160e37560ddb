/**
 * A population trained by a replayed plan: to whoever drives it the same trainer as the composed one. Five stages, each in a function of its
 * own: lay out rows and parameters, give them memory, build the step, prepare it on the machine, steer what then runs.
 */
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import type { PopulationSpec, PopulationTrainer, RaceDeviceLost } from '../contract/trainer'
import type { CrewMemory } from './crew-memory'
import { createEvaluation } from './evaluation'
import type { PlanMachine, Replay } from './machine'
import { layOutPopulation } from './population-layout'
import { createPopulationMemory, RING_STEPS, sourceTable } from './population-memory'
import type { MachineBuffer, StepPlan } from './step-plan'
import { buildTrainingStep, type TrainingStep } from './training-step'

type OnCompiled = (done: number, of: number) => void

/** @param machine the trainer's alone: it ends with it. @throws where a kernel does not run on this machine. */
export async function createPlannedTrainer(
  asked: PopulationSpec,
  machine: PlanMachine,
  backend: { readonly raceDeviceLost: RaceDeviceLost },
  onCompiled?: OnCompiled,
): Promise<PopulationTrainer> {
  const spec = { options: RECIPE_OPTIONS, ...asked }
  const layout = layOutPopulation(spec, machine)
  const memory = createPopulationMemory(spec, layout, machine)
  const step = buildTrainingStep(spec, layout, memory, machine)
  const fullBatch = trainsOnAllOfItsData(spec)
  const replay = await prepare(step, fullBatch, memory.crew, machine, onCompiled)

  const { members, shape } = spec
  const { stride, total } = layout.parameters
  const over = new AbortController()
  const evaluated = { ...spec, parameters: layout.parameters, params: memory.params }
  const evaluation = createEvaluation(evaluated, machine, over.signal)
  /** @throws an AbortError where the trainer is disposed of meanwhile: what was to be read may never have been computed. */
  async function read(buffer: MachineBuffer, bytes: number, at = 0): Promise<Float32Array> {
    over.signal.throwIfAborted()
    const values = await backend.raceDeviceLost(machine.read(buffer, bytes, at))
    over.signal.throwIfAborted()
    return values
  }
  let enqueued = 0
  let taken = 0

  return {
    numerics: machine.numerics,
    enqueue(more) {
      if (enqueued + more - taken > RING_STEPS) {
        throw new RangeError(`at most ${RING_STEPS} steps may wait for their losses to be read`)
      }
      replay.run(more)
      enqueued += more
    },
    done: () => backend.raceDeviceLost(machine.done()),
    unreadLimit: RING_STEPS,
    async takeLosses() {
      const [from, to] = [taken, enqueued]
      taken = to
      if (from === to) return { firstStep: from + 1, lossNats: new Float32Array(0) }
      const stepBytes = 4 * members.length
      const lossNats = await read(memory.losses, (to - from) * stepBytes, (from % RING_STEPS) * stepBytes)
      return { firstStep: from + 1, lossNats }
    },
    codeLengths: (tokens) => backend.raceDeviceLost(evaluation.codeLengths(tokens)),
    predictions: (tokens, visit) => backend.raceDeviceLost(evaluation.predictions(tokens, visit)),
    async readWeights() {
      const all = await read(memory.params, 4 * members.length * stride)
      return members.map((_, m) => all.slice(m * stride, m * stride + total))
    },
    writeWeights(weights) {
      // A procedure may go on for a moment after a stop, and this memory may be somebody else's by then.
      over.signal.throwIfAborted()
      for (const [m, own] of weights.entries()) {
        const data = Float32Array.from(own)
        machine.write(memory.params, data, 4 * m * stride)
        if (memory.master) machine.write(memory.master, data, 4 * m * stride)
      }
    },
    trainOn(firstStrings) {
      over.signal.throwIfAborted()
      if (fullBatch) throw new RangeError('every batch is all of its data: there is nothing to choose from')
      machine.write(memory.sources, sourceTable(members, shape.seqLen, firstStrings))
    },
    dispose() {
      over.abort()
      replay.dispose()
      memory.dispose()
      machine.dispose()
    },
  }
}

const trainsOnAllOfItsData = ({ members, shape }: PopulationSpec): boolean =>
  members.every(({ batch, tokens }) => batch * shape.seqLen === tokens.length)

/** A batch that is all of the data is the same at every step: it is fetched here, once, and is no part of the step. */
async function prepare(
  { fetch, gradients, update }: TrainingStep,
  fullBatch: boolean,
  crew: CrewMemory | undefined,
  machine: PlanMachine,
  onCompiled: OnCompiled | undefined,
): Promise<Pick<Replay, 'run' | 'dispose'>> {
  const first = fullBatch ? gradients : [fetch, ...gradients]
  const replay = crew
    ? await prepareShare(first, update, crew, machine)
    : await machine.prepare([...first, ...update], onCompiled)
  if (fullBatch) {
    const once = await machine.prepare([fetch])
    once.run(1)
    once.dispose()
  }
  return replay
}

/** Steps that several threads compute: each its own gradients, then all of them the same update. */
async function prepareShare(
  gradients: StepPlan,
  update: StepPlan,
  crew: CrewMemory,
  machine: PlanMachine,
): Promise<Pick<Replay, 'run' | 'dispose'>> {
  const [before, after] = [await machine.prepare(gradients), await machine.prepare(update)]
  return {
    run(steps) {
      for (let step = 0; step < steps; step++) {
        before.run(1)
        crew.machine.exchange(crew.parts)
        after.run(1)
      }
    },
    dispose() {
      before.dispose()
      after.dispose()
    },
  }
}
