/** Linear layers, and the unembedding, which is one whose weight lies the other way round. */
import { type Epilogue, linearBackward, linearForward, outputWidth } from '@/kernels/linear/programs'
import type { LinearOptions, ParameterName } from '../../contract/ops'
import type { PlanBuffer } from '../step-plan'
import { PlanActivation, type PlanTape } from '../tape'

/** x·W (+ b), weight (D_in, D_out). */
export function linear(
  tape: PlanTape,
  x: PlanActivation,
  weight: ParameterName,
  options: LinearOptions<PlanActivation> = {},
): PlanActivation {
  const inputs = tape.columnsOf(x)
  const outputs = tape.parameters.sizes.get(weight)! / inputs
  const { epilogue = 'none' } = options
  const y = tape.perRow(weight, outputWidth({ outputs, epilogue }))
  return product(tape, x, { ...options, weight, inputs, outputs, epilogue, transposed: false, y })
}

/** x·Uᵀ: the rows of U, (V, D), are stored one for each symbol. */
export function logits(tape: PlanTape, x: PlanActivation, unembedding: ParameterName): PlanActivation {
  const { width, vocab } = tape.shape
  const y = tape.inputs.logits ?? tape.perRow(unembedding, vocab)
  return product(tape, x, {
    weight: unembedding,
    inputs: width,
    outputs: vocab,
    epilogue: 'none',
    transposed: true,
    y,
  })
}

interface Product {
  readonly weight: ParameterName
  readonly bias?: ParameterName
  readonly residual?: PlanActivation
  readonly epilogue: Epilogue
  readonly transposed: boolean
  readonly inputs: number
  readonly outputs: number
  /** Where the result goes. */
  readonly y: PlanBuffer
}

function product(
  tape: PlanTape,
  x: PlanActivation,
  { weight, bias, residual, epilogue, transposed, inputs, outputs, y: value }: Product,
): PlanActivation {
  const { table, params } = tape.inputs
  const y = new PlanActivation(value)
  // All that the backward pass of an epilogue needs of what it was applied to.
  const slopes = epilogue === 'none' ? [] : [tape.perRow(`${weight} slopes of ${epilogue}`, outputs)]
  const sizes = {
    layout: tape.layout,
    paramStride: tape.parameters.stride,
    inputs,
    outputs,
    bias: bias !== undefined,
    epilogue,
    transposedWeight: transposed,
  }
  const uniforms = [tape.offset(weight), bias === undefined ? 0 : tape.offset(bias)]
  tape.record({
    program: linearForward({ ...sizes, residual: residual !== undefined }),
    buffers: [table, params, x.value, ...(residual ? [residual.value] : []), y.value, ...slopes],
    uniforms,
  })
  tape.onBackward((partials) => {
    const dx = tape.perRow(`d ${weight}`, inputs)
    const dy = tape.gradientOf(y)
    const before = x.gradient ? [x.gradient] : []
    x.addGradient(dx)
    if (residual) residual.gradient = dy
    return {
      program: linearBackward({ ...sizes, accumulate: before.length > 0 }),
      buffers: [table, params, x.value, dy, ...slopes, ...before, dx, partials],
      uniforms,
    }
  })
  return y
}
