/** What a population predicts for any strings under its present weights: a plan of the forward pass alone, made for each pass. */
import type { ModelShape } from '@/core/model/family'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { passes } from '../contract/evaluation-passes'
import { writeRows } from '../contract/teacher-forcing'
import type { PredictionVisitor } from '../contract/trainer'
import { forwardById } from '../families'
import { createPlanBuilder } from './builder'
import type { PlanMachine, Replay, Words } from './machine'
import type { KernelSums } from './numerics'
import type { ParameterLayout } from './parameter-layout'
import { type MachineBuffer, persistent, type StepPlan } from './step-plan'

/** Rows of all members in one pass: bounds the memory that an evaluation takes. */
const PASS_ROWS = 16_384
/** Logits of all members in one pass that keeps them. */
const PASS_LOGITS = 2 ** 21

/** The population, and where its weights lie. */
interface Evaluated {
  readonly family: string
  readonly shape: ModelShape
  readonly parameters: ParameterLayout
  /** (M × stride), read anew by each pass. */
  readonly params: MachineBuffer
}

export interface Evaluation {
  /** @param tokens for each member (N, S) token ids. @returns for each member (N) nats. */
  codeLengths(tokens: readonly Int32Array[]): Promise<Float64Array[]>
  predictions(tokens: readonly Int32Array[], visit: PredictionVisitor): Promise<void>
}

/** @param over aborted when the parameters are gone: an evaluation under way then rejects. */
export function createEvaluation(evaluated: Evaluated, machine: PlanMachine, over: AbortSignal): Evaluation {
  const { shape, parameters } = evaluated
  const { seqLen, vocab } = shape

  /** Builds one pass, runs it once and frees it. */
  async function runPass(tokens: readonly Int32Array[], wanted: Wanted) {
    over.throwIfAborted()
    const owned: MachineBuffer[] = []
    const { plan, result, firstRows } = buildPass(
      evaluated,
      machine,
      tokens,
      wanted,
      (label, bytes, data) => {
        const buffer = machine.create(`evaluation: ${label}`, bytes, data)
        owned.push(buffer)
        return buffer
      },
    )
    let replay: Replay | undefined
    try {
      replay = await machine.prepare(plan)
      over.throwIfAborted()
      replay.run(1)
      const values = await machine.read(result, result.bytes)
      // Work that waits is dropped with its trainer: these may never have been computed.
      over.throwIfAborted()
      return { values, firstRows }
    } finally {
      replay?.dispose()
      for (const buffer of owned) machine.destroy(buffer)
    }
  }

  /** Passes one after another. @param visit gets the values of one string, (S) nats or (S, V) logits, valid during the call. */
  async function evaluate(
    tokens: readonly Int32Array[],
    wanted: Wanted,
    visit: (member: number, string: number, values: Float32Array) => void,
  ): Promise<void> {
    const columns = wanted === 'logits' ? vocab : 1
    const memoryRows = wanted === 'logits' ? Math.min(PASS_ROWS, PASS_LOGITS / vocab) : PASS_ROWS
    const workRows = machine.passFlop / (2 * parameters.count)
    const rows = Math.min(memoryRows, workRows)
    const strings = Math.max(1, Math.floor(rows / seqLen / Math.max(1, tokens.length)))
    for (const { from, part } of passes(tokens, seqLen, strings)) {
      const { values, firstRows } = await runPass(part, wanted)
      part.forEach((own, m) => {
        for (let n = 0; n < own.length / seqLen; n++) {
          const at = (firstRows[m]! + n * seqLen) * columns
          visit(m, from + n, values.subarray(at, at + seqLen * columns))
        }
      })
    }
  }

  return {
    async codeLengths(tokens) {
      const lengths = tokens.map((own) => new Float64Array(own.length / seqLen))
      await evaluate(tokens, 'nll', (member, string, nll) => {
        lengths[member]![string] = nll.reduce((sum, value) => sum + value, 0)
      })
      return lengths
    },
    predictions: (tokens, visit) => evaluate(tokens, 'logits', visit),
  }
}

type Wanted = 'nll' | 'logits'

interface Pass {
  readonly plan: StepPlan
  /** What is read afterwards: (rows) nats, or (rows, V) logits. */
  readonly result: MachineBuffer
  /** The first row of each member. */
  readonly firstRows: readonly number[]
}

/** Lays out the strings of one pass, uploads them and builds the forward pass over them. */
function buildPass(
  { family, shape, parameters, params }: Evaluated,
  sums: KernelSums,
  tokens: readonly Int32Array[],
  wanted: Wanted,
  create: (label: string, bytes: number, data?: Words) => MachineBuffer,
): Pass {
  const counts = tokens.map((own) => own.length / shape.seqLen)
  const layout = createRowLayout(counts, shape.seqLen, PASS_ROWS)
  const firstRows = counts.map((_, m) => layout.table[4 * (layout.constants.MEMBERS_AT + m)]!)
  const [inputs, targets] = [new Uint32Array(layout.rows), new Uint32Array(layout.rows)]
  tokens.forEach((own, m) => {
    writeRows(shape, own, inputs.subarray(firstRows[m]), targets.subarray(firstRows[m]))
  })
  const upload = (label: string, data: Words) => persistent(create(label, data.byteLength, data))
  const nll = create('nll', 4 * layout.rows)
  const logits = wanted === 'logits' ? create('logits', 4 * layout.rows * shape.vocab) : undefined
  const bound = {
    table: upload('rows', Uint32Array.from(layout.table)),
    params: persistent(params),
    inputs: upload('inputs', inputs),
    targets: upload('targets', targets),
    nll: persistent(nll),
    partials: undefined,
    ...(logits ? { logits: persistent(logits) } : {}),
  }
  const builder = createPlanBuilder(shape, layout, parameters, bound, sums)
  forwardById(family).forward(builder.ops, shape)
  return { plan: builder.forward, result: logits ?? nll, firstRows }
}
