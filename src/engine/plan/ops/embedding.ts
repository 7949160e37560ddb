/** The embedding of the inputs; its backward pass writes the tables' gradients. */
import { embeddingBackward, embeddingForward } from '@/kernels/embedding/programs'
import type { ParameterName } from '../../contract/ops'
import { PlanActivation, type PlanTape } from '../tape'

export function embed(tape: PlanTape, tokens: ParameterName, positions?: ParameterName): PlanActivation {
  const { layout, parameters, shape } = tape
  const { table, params, inputs } = tape.inputs
  const { width, vocab, seqLen, tied } = shape
  const x = new PlanActivation(tape.perRow('embedding', width))
  const sizes = {
    layout,
    paramStride: parameters.stride,
    width,
    vocab,
    seqLen,
    positions: positions !== undefined,
  }
  const uniforms = [tokens, ...(positions === undefined ? [] : [positions])].map((name) => tape.offset(name))
  const aligned = uniforms.every((at) => at % 4 === 0)
  tape.record({
    program: embeddingForward({ ...sizes, aligned }),
    buffers: [table, params, inputs, x.value],
    uniforms,
  })
  tape.onBackward((partials) => ({
    program: embeddingBackward({ ...sizes, tied }),
    buffers: [table, inputs, tape.gradientOf(x), partials],
    uniforms,
  }))
  return x
}
