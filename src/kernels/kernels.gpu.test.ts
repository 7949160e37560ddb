/** Every kernel, every case, against its float64 reference; and every alternative program on a few cases, bit for bit. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Kernel, KernelCase, KernelProgram } from './kit/kernel'
import { worstValue } from './kit/kernel-error'
import { runProgram } from './kit/run-program'
import { kernels } from './registry'

/** Cases of each way to change each program, from all over the list. */
const CASES_OF_A_VARIANT = 3

const adapter = (await navigator.gpu.requestAdapter())!
const hasSubgroups = adapter.features.has('subgroups')
/** Cases that this adapter can run. */
const casesOf = (kernel: Kernel): KernelCase[] =>
  kernel.cases().filter(({ program }) => hasSubgroups || program.sizes.QUAD !== 1)

let device: GPUDevice
beforeAll(async () => {
  device = await adapter.requestDevice({ requiredFeatures: hasSubgroups ? ['subgroups'] : [] })
})

describe.each([...kernels.values()])('kernel $id', (kernel) => {
  it.each(casesOf(kernel))('$name', async ({ program, buffers, uniforms, expected, tolerance }) => {
    expect(program.bindings.length).toBeLessThanOrEqual(8)
    const got = await runProgram(device, program, buffers, uniforms)
    expect(Object.keys(expected).length).toBeGreaterThan(0)
    const worst = worstValue(got, expected)
    expect(worst.error, JSON.stringify(worst)).toBeLessThanOrEqual(tolerance)
  })
})

describe.each(withAlternatives([...kernels.values()].flatMap(casesOf)))(
  '$program.id, $name',
  ({ program, buffers, uniforms, expected, tolerance, alternatives }) => {
    it.each(alternatives)('the same bits by $variant', async (alternative) => {
      expect(alternative.bindings).toEqual(program.bindings)
      expect(alternative.uniforms).toEqual(program.uniforms)
      const want = await runProgram(device, program, buffers, uniforms)
      const got = await runProgram(device, alternative, buffers, uniforms)
      const worst = worstValue(got, expected)
      expect(worst.error, JSON.stringify(worst)).toBeLessThanOrEqual(tolerance)
      for (const [name, values] of Object.entries(want)) expect(wordsOf(got[name]!)).toEqual(wordsOf(values))
    })
  },
)

const wordsOf = ({ buffer }: Float32Array | Uint32Array): Uint32Array => new Uint32Array(buffer)

function withAlternatives(
  cases: readonly KernelCase[],
): (KernelCase & { readonly alternatives: readonly KernelProgram[] })[] {
  const ways = new Map<string, { readonly test: KernelCase; readonly alternative: KernelProgram }[]>()
  for (const test of cases) {
    for (const alternative of test.program.alternatives()) {
      const way = `${alternative.id} ${wayOf(test.program, alternative)}`
      ways.set(way, [...(ways.get(way) ?? []), { test, alternative }])
    }
  }
  const chosen = new Map<KernelCase, KernelProgram[]>()
  for (const found of ways.values()) {
    const step = Math.max(1, Math.floor(found.length / CASES_OF_A_VARIANT))
    for (const { test, alternative } of found.filter((_, i) => i % step === 0).slice(0, CASES_OF_A_VARIANT)) {
      chosen.set(test, [...(chosen.get(test) ?? []), alternative])
    }
  }
  return [...chosen].map(([test, alternatives]) => ({ ...test, alternatives }))
}

/** What an alternative changes, as in `chunk 32`: the part of its name that the program's own has not. */
function wayOf({ variant }: KernelProgram, alternative: KernelProgram): string {
  const own = variant.split(', ')
  return alternative.variant
    .split(', ')
    .filter((part) => !own.includes(part))
    .join(', ')
}
