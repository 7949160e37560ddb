/** Code lengths of any strings under a population's present weights: a plan of the forward pass alone. */
import { bosToken, type ModelShape } from '@/core/family'
import { forwardById } from '../families'
import { createRowLayout } from '../row-layout'
import { createPlanBuilder, type ParameterLayout } from './builder'
import type { PlanBuffer } from './plan'
import type { Readback } from './readback'
import { createReplay } from './replay'

/** Rows of all members in one pass: bounds the memory that an evaluation takes. */
const PASS_ROWS = 16_384

interface Evaluated {
  readonly family: string
  readonly shape: ModelShape
  readonly parameters: ParameterLayout
  readonly params: GPUBuffer
}

/** @returns a function of (N, S) tokens for each member, which resolves with (N) nats for each. */
export function createEvaluation(
  { family, shape, parameters, params }: Evaluated,
  device: GPUDevice,
  readback: Readback,
) {
  const { seqLen, vocab } = shape

  /** At most a pass's worth of strings a member: one layout, one plan, thrown away afterwards. */
  async function evaluatePass(tokens: readonly Int32Array[]): Promise<Float64Array[]> {
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
    const owned: GPUBuffer[] = []
    const upload = (data: Uint32Array<ArrayBuffer>): PlanBuffer => {
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC
      const buffer = device.createBuffer({ size: Math.max(16, data.byteLength), usage })
      device.queue.writeBuffer(buffer, 0, data)
      owned.push(buffer)
      return { kind: 'persistent', buffer }
    }
    const nats = upload(new Uint32Array(layout.rows))
    const builder = createPlanBuilder(shape, layout, parameters, {
      table: upload(Uint32Array.from(layout.table)),
      params: { kind: 'persistent', buffer: params },
      inputs: upload(inputs),
      targets: upload(targets),
      nats,
      partials: undefined,
    })
    forwardById(family).forward(builder.ops, shape)
    const replay = await createReplay(device, builder.forward)
    try {
      const encoder = device.createCommandEncoder()
      replay.encode(encoder, 1)
      device.queue.submit([encoder.finish()])
      const values = await readback.read(owned[0]!, 4 * layout.rows)
      return counts.map((count, m) =>
        Float64Array.from({ length: count }, (_, n) => {
          const from = firstRows[m]! + n * seqLen
          return values.subarray(from, from + seqLen).reduce((sum, value) => sum + value, 0)
        }),
      )
    } finally {
      replay.dispose()
      for (const buffer of owned) buffer.destroy()
    }
  }

  return async (tokens: readonly Int32Array[]): Promise<Float64Array[]> => {
    const results = tokens.map((own) => new Float64Array(own.length / seqLen))
    const most = Math.max(...results.map((result) => result.length))
    const stringsPerPass = Math.max(1, Math.floor(PASS_ROWS / seqLen / tokens.length))
    for (let from = 0; from < most; from += stringsPerPass) {
      const part = tokens.map((own) => own.subarray(from * seqLen, (from + stringsPerPass) * seqLen))
      const nats = await evaluatePass(part)
      nats.forEach((own, m) => {
        if (own.length > 0) results[m]!.set(own, from)
      })
    }
    return results
  }
}
