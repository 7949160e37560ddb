/**
 * The second stage of a planned trainer: everything that a step reads and keeps, in the machine's memory, with its first values. A step
 * needs nothing from the host after that: strings, batch order, step counters and learning rates all lie here.
 */
import { streamKey } from '@/core/data/rng'
import { drawsByCounter, roundingKey, roundWeights } from '@/core/metrics/weight-rounding'
import { familyById } from '@/core/model/families'
import { keepsMaster } from '@/core/model/precision'
import type { RowLayout } from '@/kernels/kit/row-layout'
import { initialParameters } from '../contract/parameters'
import type { Member, PopulationSpec } from '../contract/trainer'
import { type CrewMemory, createCrewMemory, type StepRows } from './crew-memory'
import type { PlanMachine, Words } from './machine'
import type { PopulationLayout } from './population-layout'
import type { MachineBuffer } from './step-plan'

/** Steps whose losses are kept until they are read. */
export const RING_STEPS = 4096

/** What one portion of the rows reads and writes: views of what all of them have. */
export interface PortionMemory {
  readonly layout: RowLayout
  readonly rows: StepRows
  readonly partials: MachineBuffer
}

/** M members, rows and strides as in the layout. */
export interface PopulationMemory {
  /** (M × stride) the weights that the model computes with. */
  readonly params: MachineBuffer
  /** (M × stride) their float32 master, where the precision keeps one. */
  readonly master: MachineBuffer | undefined
  /** (M) keys of the draws, where rounding is stochastic. */
  readonly drawKeys: MachineBuffer | undefined
  /** (RING_STEPS × M) mean losses, step after step, from the front again after the last. */
  readonly losses: MachineBuffer
  /** All rows of a step. */
  readonly all: StepRows
  /** (splits × stride) weight gradients of each split that this thread computes. */
  readonly partials: MachineBuffer
  /** The same, and the rows, portion after portion. */
  readonly portions: readonly PortionMemory[]
  /** What it shares with others, where it computes only some of the rows. */
  readonly crew: CrewMemory | undefined
  /** (M × 4) steps done, peak learning rate, 0, and 1 while the member trains or 0 once it has diverged. */
  readonly state: MachineBuffer
  /** Tokens of all members, end to end. */
  readonly dataset: MachineBuffer
  /** (M × 4) as {@link sourceTable}. */
  readonly sources: MachineBuffer
  /** (M × stride) AdamW's moments, and the whole gradient. */
  readonly firstMoment: MachineBuffer
  readonly secondMoment: MachineBuffer
  readonly gradient: MachineBuffer
  /** (M × normChunks) sums of squares of the gradient. */
  readonly norms: MachineBuffer
  /** Frees all of it. */
  dispose(): void
}

export function createPopulationMemory(
  spec: Required<PopulationSpec>,
  layout: PopulationLayout,
  machine: PlanMachine,
): PopulationMemory {
  const { rows, share, parameters, normChunks } = layout
  const { shape, members } = spec
  const { precision } = spec.options
  const count = members.length
  const owned: MachineBuffer[] = []
  const allocate = (label: string, words: number, data?: Words): MachineBuffer => {
    const buffer = machine.create(label, 4 * words, data)
    owned.push(buffer)
    return buffer
  }
  const zeroed = (label: string, words: number) => allocate(label, words)
  const filled = (label: string, data: Words) => allocate(label, data.length, data)
  const perParameter = (label: string) => zeroed(label, count * parameters.stride)

  const weights = initialWeights(spec, parameters.offsets, parameters.stride)
  const keys = Uint32Array.from(members, ({ seed }) => roundingKey(seed))
  const rounded = Float32Array.from(weights)
  for (const [m, key] of keys.entries()) {
    const own = rounded.subarray(m * parameters.stride, (m + 1) * parameters.stride)
    own.set(roundWeights(precision, own, drawsByCounter(key, 0)))
  }
  const all = {
    table: filled('rows', Uint32Array.from(rows.table)),
    inputs: zeroed('inputs', rows.rows),
    targets: zeroed('targets', rows.rows),
    nll: zeroed('nll', rows.rows),
  }
  const partials = zeroed('partial gradients', (share?.own ?? rows).splits * parameters.stride)
  const crew =
    share && machine.crew
      ? createCrewMemory(share, all, { stride: parameters.stride, normChunks }, machine.crew, allocate)
      : undefined
  return {
    params: filled('parameters', rounded),
    master: keepsMaster(precision) ? filled('master', weights) : undefined,
    drawKeys: precision === 'bfloat16-stochastic' ? filled('draw keys', keys) : undefined,
    losses: zeroed('losses', RING_STEPS * count),
    all,
    partials,
    portions: viewPortions(layout, { rows: crew?.own ?? all, partials }, machine, filled),
    crew,
    state: filled('state', Float32Array.from(members.flatMap((m) => [0, m.learningRate, 0, 1]))),
    dataset: filled('dataset', concatenate(members.map((member) => member.tokens))),
    sources: filled('sources', sourceTable(members, shape.seqLen)),
    firstMoment: perParameter('first moment'),
    secondMoment: perParameter('second moment'),
    gradient: perParameter('gradient'),
    norms: zeroed('norms', count * normChunks),
    dispose() {
      for (const buffer of owned) machine.destroy(buffer)
    },
  }
}

/** @param all the rows that this thread computes, and their weight gradients. */
function viewPortions(
  { portions, parameters }: PopulationLayout,
  all: Omit<PortionMemory, 'layout'>,
  machine: PlanMachine,
  filled: (label: string, data: Words) => MachineBuffer,
): readonly PortionMemory[] {
  const by = machine.portions
  if (!by || portions.length === 1) return portions.map(({ layout }) => ({ layout, ...all }))
  return portions.map(({ layout, firstRow, firstSplit }) => {
    const ofRows = (buffer: MachineBuffer) => by.view(buffer, 4 * firstRow, 4 * layout.rows)
    const split = 4 * parameters.stride
    return {
      layout,
      rows: {
        table: filled('rows of a portion', Uint32Array.from(layout.table)),
        inputs: ofRows(all.rows.inputs),
        targets: ofRows(all.rows.targets),
        nll: ofRows(all.rows.nll),
      },
      partials: by.view(all.partials, split * firstSplit, split * layout.splits),
    }
  })
}

/** (M × stride) as they are drawn, in float32. */
function initialWeights(
  { family, shape, members, options }: Required<PopulationSpec>,
  offsets: ReadonlyMap<string, number>,
  stride: number,
): Float32Array<ArrayBuffer> {
  const count = members.length
  const specs = familyById(family).parameters(shape)
  const seeds = members.map((member) => member.seed)
  const weights = new Float32Array(count * stride)
  initialParameters(specs, seeds, options.initStd).forEach((values, p) => {
    const size = values.length / count
    const at = offsets.get(specs[p]!.name)!
    for (let m = 0; m < count; m++) weights.set(values.subarray(m * size, (m + 1) * size), m * stride + at)
  })
  return weights
}

/**
 * What `batch.fetch` draws batches from, for each member: first token, strings, key of its batch order, and 1 where a batch is all of them.
 * @param firstStrings where given, each member has only the one batch that starts there.
 */
export function sourceTable(
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
