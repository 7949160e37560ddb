/** What a population predicts for any strings under its present weights: a plan of the forward pass alone. */
import { bosToken, type ModelShape } from '@/core/model/family'
import { createRowLayout } from '../../kernels/kit/row-layout'
import { passes } from '../contract/evaluation-passes'
import type { PredictionVisitor } from '../contract/trainer'
import { forwardById } from '../families'
import { createPlanBuilder, type ParameterLayout } from './builder'
import type { PlanMachine, Replay, Words } from './machine'
import type { MachineBuffer, PlanBuffer } from './plan'

/** Rows of all members in one pass: bounds the memory that an evaluation takes. */
const PASS_ROWS = 16_384
/** The same for passes that keep their logits. */
const PASS_LOGITS = 2 ** 21

interface Evaluated {
  readonly family: string
  readonly shape: ModelShape
  readonly parameters: ParameterLayout
  readonly params: MachineBuffer
}

export interface Evaluation {
  /** @param tokens for each member (N, S) token ids. @returns for each member (N) nats. */
  codeLengths(tokens: readonly Int32Array[]): Promise<Float64Array[]>
  predictions(tokens: readonly Int32Array[], visit: PredictionVisitor): Promise<void>
}

/** @param over aborted when the parameters are gone: an evaluation under way then rejects. */
export function createEvaluation(
  { family, shape, parameters, params }: Evaluated,
  machine: PlanMachine,
  over: AbortSignal,
): Evaluation {
  const { seqLen, vocab } = shape

  /** One layout, one plan, thrown away afterwards. @returns (rows, columns) values, and each member's first row. */
  async function evaluatePass(tokens: readonly Int32Array[], wanted: 'nats' | 'logits') {
    over.throwIfAborted()
    const counts = tokens.map((own) => own.length / seqLen)
    const layout = createRowLayout(counts, seqLen, PASS_ROWS)
    const firstRows = counts.map((_, m) => layout.table[4 * (layout.constants.MEMBERS_AT + m)]!)
    const [inputs, targets] = [new Uint32Array(layout.rows), new Uint32Array(layout.rows)]
    tokens.forEach((own, m) => {
      for (let r = 0; r < own.length; r++) {
        inputs[firstRows[m]! + r] = r % seqLen === 0 ? bosToken(vocab) : own[r - 1]!
        targets[firstRows[m]! + r] = own[r]!
      }
    })
    const owned: MachineBuffer[] = []
    const create = (label: string, bytes: number, data?: Words) => {
      const buffer = machine.create(`evaluation: ${label}`, bytes, data)
      owned.push(buffer)
      return { kind: 'persistent' as const, buffer }
    }
    const upload = (label: string, data: Words): PlanBuffer => create(label, data.byteLength, data)
    const nats = create('nats', 4 * layout.rows)
    const logits = wanted === 'logits' ? create('logits', 4 * layout.rows * vocab) : undefined
    const builder = createPlanBuilder(shape, layout, parameters, {
      table: upload('rows', Uint32Array.from(layout.table)),
      params: { kind: 'persistent', buffer: params },
      inputs: upload('inputs', inputs),
      targets: upload('targets', targets),
      nats,
      partials: undefined,
      ...(logits ? { logits } : {}),
    })
    forwardById(family).forward(builder.ops, shape)
    let replay: Replay | undefined
    try {
      replay = await machine.prepare(builder.forward)
      over.throwIfAborted()
      replay.run(1)
      const { buffer } = logits ?? nats
      const values = await machine.read(buffer, buffer.bytes)
      // Work that waits is dropped with its trainer: these may never have been computed.
      over.throwIfAborted()
      return { values, firstRows }
    } finally {
      replay?.dispose()
      for (const buffer of owned) machine.destroy(buffer)
    }
  }

  const workRows = machine.passFlop / (2 * parameters.count)
  const stringsPerPass = (rows: number, members: number) =>
    Math.max(1, Math.floor(Math.min(rows, workRows) / seqLen / Math.max(1, members)))

  return {
    async codeLengths(tokens) {
      const results = tokens.map((own) => new Float64Array(own.length / seqLen))
      for (const { from, part } of passes(tokens, seqLen, stringsPerPass(PASS_ROWS, tokens.length))) {
        const { values, firstRows } = await evaluatePass(part, 'nats')
        part.forEach((own, m) => {
          for (let n = 0; n < own.length / seqLen; n++) {
            const at = firstRows[m]! + n * seqLen
            results[m]![from + n] = values.subarray(at, at + seqLen).reduce((sum, value) => sum + value, 0)
          }
        })
      }
      return results
    },

    async predictions(tokens, visit) {
      const rows = Math.min(PASS_ROWS, PASS_LOGITS / vocab)
      for (const { from, part } of passes(tokens, seqLen, stringsPerPass(rows, tokens.length))) {
        const { values, firstRows } = await evaluatePass(part, 'logits')
        part.forEach((own, m) => {
          for (let n = 0; n < own.length / seqLen; n++) {
            const at = (firstRows[m]! + n * seqLen) * vocab
            visit(m, from + n, values.subarray(at, at + seqLen * vocab))
          }
        })
      }
    },
  }
}
