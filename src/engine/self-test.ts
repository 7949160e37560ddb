/**
 * Does this device compute what the kernels say? One small case of each is run against its float64 reference before the fused path is
 * trusted: WGSL promises little about odd drivers, and a wrong sum would look like science.
 */
import { worstValue } from './kernel-error'
import { kernels } from './kernels'
import { runProgram } from './run-program'

/** @returns what is wrong, in words, or undefined where every kernel is right. */
export async function selfTest(device: GPUDevice): Promise<string | undefined> {
  const findings = await Promise.all(
    [...kernels.values()].map(async (kernel) => {
      const [first] = kernel.cases()
      if (!first) return undefined
      try {
        const got = await runProgram(device, first.program, first.buffers, first.uniforms)
        const { error } = worstValue(got, first.expected)
        return error <= first.tolerance ? undefined : `${kernel.id} is off by ${error.toExponential(1)}`
      } catch (error) {
        return `${kernel.id}: ${error instanceof Error ? error.message : String(error)}`
      }
    }),
  )
  const wrong = findings.filter((finding) => finding !== undefined)
  return wrong.length === 0 ? undefined : wrong.join('; ')
}
