/**
 * A population trained by a replayed plan: the same trainer as the composed one to whoever drives it. Everything that a step needs lives
 * in the machine's memory: strings, batch order, step counters, learning rates; only losses come back.
 */

import { streamKey } from '@/core/data/rng'
import { drawsByCounter, roundingKey, roundWeights } from '@/core/metrics/weight-rounding'
import { familyById } from '@/core/model/families'
import { keepsMaster } from '@/core/model/precision'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import { adamwUpdate, gradientNorm, normChunks } from '@/kernels/adamw/programs'
import { fetchBatch } from '@/kernels/batch/programs'
import { meanLoss } from '@/kernels/loss/programs'
import { createRowLayout } from '../../kernels/kit/row-layout'
import { elementCount, initialParameters } from '../contract/parameters'
import type { Member, OrLost, PopulationSpec, PopulationTrainer } from '../contract/trainer'
import { forwardById } from '../families'
import { createPlanBuilder, type ParameterLayout } from './builder'
import { createEvaluation } from './evaluation'
import type { PlanMachine, Words } from './machine'
import type { MachineBuffer, PlanBuffer, PlanRecord } from './plan'

/** Steps whose losses the ring holds until they are read. */
const RING_STEPS = 4096
/** The parameter stride's unit: 256 bytes. */
const STRIDE_ELEMENTS = 64

/** @param machine the trainer's alone: it ends with it. @throws where a kernel does not run on this machine. */
export async function createPlannedTrainer(
  { family, shape, steps, members, options = RECIPE_OPTIONS }: PopulationSpec,
  machine: PlanMachine,
  backend: { readonly orLost: OrLost },
  onCompiled?: (done: number, of: number) => void,
): Promise<PopulationTrainer> {
  const specs = familyById(family).parameters(shape)
  const { seqLen, vocab } = shape
  const count = members.length
  const owned: MachineBuffer[] = []
  const storage = (label: string, bytes: number, data?: Words): MachineBuffer => {
    const buffer = machine.create(label, bytes, data)
    owned.push(buffer)
    return buffer
  }
  const upload = (label: string, data: Words) => storage(label, data.byteLength, data)
  const persistent = (buffer: MachineBuffer): PlanBuffer => ({ kind: 'persistent', buffer })

  const layout = createRowLayout(
    members.map((member) => member.batch),
    seqLen,
    machine.splitRows,
  )
  const parameters = layOut(specs.map((spec) => ({ ...spec, size: elementCount(spec) })))
  const { stride } = parameters
  const chunks = normChunks(parameters.count)
  /** Of one member, frozen ones too. */
  const weights = specs.reduce((sum, spec) => sum + elementCount(spec), 0)
  const initial = new Float32Array(count * stride)
  initialParameters(
    specs,
    members.map((member) => member.seed),
    options.initStd,
  ).forEach((values, p) => {
    const size = values.length / count
    const at = parameters.offsets.get(specs[p]!.name)!
    for (let m = 0; m < count; m++) initial.set(values.subarray(m * size, (m + 1) * size), m * stride + at)
  })

  const { precision } = options
  const keys = Uint32Array.from(members, ({ seed }) => roundingKey(seed))
  const rounded = Float32Array.from(initial)
  for (const [m, key] of keys.entries()) {
    const own = initial.subarray(m * stride, (m + 1) * stride)
    rounded.set(roundWeights(precision, own, drawsByCounter(key, 0)), m * stride)
  }
  const paramBuffer = upload('parameters', rounded)
  const masterBuffer = keepsMaster(precision) ? upload('master', initial) : undefined
  const drawKeys = precision === 'bfloat16-stochastic' ? upload('draw keys', keys) : undefined
  const ring = storage('losses', 4 * RING_STEPS * count)
  const losses = persistent(ring)
  const buffers = {
    table: persistent(upload('rows', Uint32Array.from(layout.table))),
    params: persistent(paramBuffer),
    inputs: persistent(storage('inputs', 4 * layout.rows)),
    targets: persistent(storage('targets', 4 * layout.rows)),
    nats: persistent(storage('nats', 4 * layout.rows)),
    partials: persistent(storage('partial gradients', 4 * layout.splits * stride)),
  }
  const state = persistent(
    upload('state', Float32Array.from(members.flatMap((m) => [0, m.learningRate, 0, 1]))),
  )
  const dataset = persistent(upload('dataset', concatenate(members.map((member) => member.tokens))))
  const sourceBuffer = upload('sources', sourceTable(members, seqLen))
  const sources = persistent(sourceBuffer)
  const moment = () => persistent(storage('moment', 4 * count * stride))
  const [first, second, gradient] = [moment(), moment(), moment()]
  const norms = persistent(storage('norms', 4 * count * chunks))

  const builder = createPlanBuilder(shape, layout, parameters, buffers)
  forwardById(family).forward(builder.ops, shape)
  const update = { layout, paramStride: stride, paramCount: parameters.count, chunks }
  const { table, params, inputs, targets, nats, partials } = buffers
  const record = (program: PlanRecord['program'], bound: readonly PlanBuffer[]): PlanRecord => ({
    program,
    buffers: bound,
    uniforms: [],
  })
  const fetch = record(fetchBatch({ layout, seqLen, vocab }), [
    table,
    dataset,
    sources,
    state,
    inputs,
    targets,
  ])
  const fullBatch = members.every((member) => member.batch * seqLen === member.tokens.length)
  const replay = await machine.prepare(
    [
      ...(fullBatch ? [] : [fetch]),
      ...builder.forward,
      record(meanLoss({ layout, ringSteps: RING_STEPS }), [table, nats, state, losses]),
      ...builder.backward(),
      record(gradientNorm(update), [table, partials, gradient, norms]),
      record(adamwUpdate({ ...update, steps, options, ringSteps: RING_STEPS }), [
        params,
        first,
        second,
        gradient,
        norms,
        state,
        losses,
        ...[masterBuffer, drawKeys].flatMap((buffer) => (buffer ? [persistent(buffer)] : [])),
      ]),
    ],
    onCompiled,
  )
  // A full batch is the same at every step: fetched once.
  if (fullBatch) {
    const once = await machine.prepare([fetch])
    once.run(1)
    once.dispose()
  }
  const over = new AbortController()
  const evaluation = createEvaluation(
    { family, shape, parameters, params: paramBuffer },
    machine,
    over.signal,
  )

  let enqueued = 0
  let read = 0

  /** @throws an AbortError where the trainer is disposed of meanwhile: what was to be read may never have been computed. */
  async function readValues(buffer: MachineBuffer, bytes: number, at = 0): Promise<Float32Array> {
    over.signal.throwIfAborted()
    const values = await backend.orLost(machine.read(buffer, bytes, at))
    over.signal.throwIfAborted()
    return values
  }
  /** Losses of steps from + 1 … to, which the ring must still hold. */
  const readRing = (from: number, to: number) =>
    readValues(ring, 4 * (to - from) * count, 4 * (from % RING_STEPS) * count)

  return {
    enqueue(more) {
      if (enqueued + more - read > RING_STEPS) {
        throw new RangeError(`at most ${RING_STEPS} steps may wait for their losses to be read`)
      }
      replay.run(more)
      enqueued += more
    },
    done: () => backend.orLost(machine.done()),
    unreadLimit: RING_STEPS,
    async takeLosses() {
      const [from, to] = [read, enqueued]
      read = to
      if (from === to) return { firstStep: from + 1, nats: new Float32Array(0) }
      return { firstStep: from + 1, nats: await readRing(from, to) }
    },
    codeLengths: (tokens) => backend.orLost(evaluation.codeLengths(tokens)),
    predictions: (tokens, visit) => backend.orLost(evaluation.predictions(tokens, visit)),
    async readWeights() {
      const all = await readValues(paramBuffer, 4 * count * stride)
      return members.map((_, m) => all.slice(m * stride, m * stride + weights))
    },
    writeWeights(values) {
      // A procedure may go on for a moment after a stop, and this memory may be somebody else's by then.
      over.signal.throwIfAborted()
      values.forEach((own, m) => {
        const data = Float32Array.from(own)
        machine.write(paramBuffer, data, 4 * m * stride)
        if (masterBuffer) machine.write(masterBuffer, data, 4 * m * stride)
      })
    },
    trainOn(strings) {
      over.signal.throwIfAborted()
      if (fullBatch) throw new RangeError('every batch is all of its data: there is nothing to choose from')
      machine.write(sourceBuffer, sourceTable(members, seqLen, strings))
    },
    dispose() {
      over.abort()
      replay.dispose()
      for (const buffer of owned) machine.destroy(buffer)
      machine.dispose()
    },
  }
}

/** Parameters end to end, in the family's order, without gaps; members a whole number of 256-byte units apart. */
function layOut(parameters: readonly { name: string; size: number; frozen?: boolean }[]): ParameterLayout {
  const offsets = new Map<string, number>()
  let all = 0
  let count = 0
  for (const { name, size, frozen = false } of parameters) {
    offsets.set(name, all)
    all += size
    // Frozen ones stand last: what is updated is the front of each member's stretch.
    if (!frozen) count = all
  }
  const stride = Math.ceil(all / STRIDE_ELEMENTS) * STRIDE_ELEMENTS
  return { offsets, sizes: new Map(parameters.map(({ name, size }) => [name, size])), count, stride }
}

/**
 * For each member (first token, strings, key of its batch order, whether a batch is all of them).
 * @param firstStrings where given, each member has only the one batch that starts there.
 */
function sourceTable(
  members: readonly Member[],
  seqLen: number,
  firstStrings?: readonly number[],
): Uint32Array<ArrayBuffer> {
  let firstToken = 0
  return Uint32Array.from(
    members.flatMap(({ seed, batch, tokens }, m) => {
      const first = firstStrings?.[m]
      const strings = first === undefined ? tokens.length / seqLen : batch
      const from = firstToken + (first ?? 0) * seqLen
      firstToken += tokens.length
      return [from, strings, streamKey('order', seed), batch === strings ? 1 : 0]
    }),
  )
}

function concatenate(parts: readonly Int32Array[]): Uint32Array<ArrayBuffer> {
  const whole = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
