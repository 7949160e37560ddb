/** Both norms. One backward kernel collects what comes back through the normed activation and through the residual beside it. */
import { normBackward, normForward } from '@/kernels/norm/programs'
import type { NormKind } from '@/kernels/norm/reference'
import type { Normed, ParameterName } from '../../contract/ops'
import { PlanActivation, type PlanTape } from '../tape'

/** @param parameters gain, and for `layer` the bias behind it. */
export function norm(
  tape: PlanTape,
  x: PlanActivation,
  kind: NormKind,
  parameters: readonly ParameterName[],
): Normed<PlanActivation> {
  const { table, params } = tape.inputs
  const { width } = tape.shape
  const normed = new PlanActivation(tape.perRow('normed', width))
  const residual = new PlanActivation(x.value)
  const stats = tape.perRow('statistics', 2)
  const { rowSums } = tape.sums
  const sizes = { layout: tape.layout, paramStride: tape.parameters.stride, width, kind, rowSums }
  const uniforms = parameters.map((name) => tape.offset(name))
  tape.record({
    program: normForward(sizes),
    buffers: [table, params, x.value, normed.value, stats],
    uniforms,
  })
  tape.onBackward((partials) => {
    const dx = tape.perRow('d norm', width)
    x.gradient = dx
    const passed = residual.gradient ? [residual.gradient] : []
    return {
      program: normBackward({ ...sizes, residualGradient: passed.length > 0 }),
      buffers: [table, params, x.value, stats, tape.gradientOf(normed), ...passed, dx, partials],
      uniforms,
    }
  })
  return { normed, residual }
}
