/** The kernel's rounding against the host's, bit by bit: every sign, exponent and leading fraction, around every middle. */
import { beforeAll, describe, expect, it } from 'vitest'
import { drawsByCounter, roundingKey, roundWeights } from '@/core/metrics/weight-rounding'
import { runProgram } from '@/kernels/kit/run-program'
import { sharedProgram } from '../vectors/programs'

let device: GPUDevice
beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter()
  device = await adapter!.requestDevice()
})

/** The lower half of a float32: what float16 drops of it, just below, at and just above each of its middles. */
const LOWER_HALVES = Array.from({ length: 16 }, (_, k) =>
  [0xffff, 0, 1].map((d) => (k * 0x1000 + d) & 0xffff),
)
const ALL_AROUND_MIDDLES = Uint32Array.from(
  { length: 2 ** 16 * 48 },
  (_, i) => (i & 0xffff) * 2 ** 16 + LOWER_HALVES[Math.floor(i / 2 ** 16 / 3)]![Math.floor(i / 2 ** 16) % 3]!,
)

/** @param rows arguments of each call, side by side. */
async function roundedOnDevice(
  name: 'roundedToBfloat16' | 'roundedToFloat16' | 'roundedStochastically',
  rows: Uint32Array,
  width: number,
): Promise<Uint32Array> {
  const count = rows.length / width
  const program = sharedProgram(name, count, width)
  const { results } = await runProgram(device, program, [rows, new Uint32Array(count)], [])
  return Uint32Array.from(results!)
}

/** NaN may come back with other bits, as NaN. */
function differences(got: Uint32Array, values: Float32Array): string[] {
  const want = new Uint32Array(values.buffer)
  const found: string[] = []
  for (let i = 0; i < want.length && found.length < 8; i++) {
    const bothNan = Number.isNaN(values[i]) && (got[i]! & 0x7fff_ffff) > 0x7f80_0000
    if (got[i] !== want[i] && !bothNan)
      found.push(`${i}: ${got[i]!.toString(16)}, not ${want[i]!.toString(16)}`)
  }
  return found
}

describe('rounding on the device', () => {
  it.each([
    ['bfloat16-stored', 'roundedToBfloat16'],
    ['float16-stored', 'roundedToFloat16'],
  ] as const)('is the host’s, %s', async (precision, name) => {
    const values = new Float32Array(ALL_AROUND_MIDDLES.slice().buffer)
    const got = await roundedOnDevice(name, ALL_AROUND_MIDDLES, 1)
    const want = roundWeights(precision, values, () => 0)
    expect(differences(got, want)).toEqual([])
  })

  it('is the host’s by chance too, with the draws of the same counter', async () => {
    const values = new Float32Array(ALL_AROUND_MIDDLES.slice().buffer)
    const [key, step] = [roundingKey(7), 12_345]
    const rows = new Uint32Array(4 * ALL_AROUND_MIDDLES.length)
    for (const [i, bits] of ALL_AROUND_MIDDLES.entries()) rows.set([bits, key, step, i], 4 * i)
    const got = await roundedOnDevice('roundedStochastically', rows, 4)
    const want = roundWeights('bfloat16-stochastic', values, drawsByCounter(key, step))
    expect(differences(got, want)).toEqual([])
  })
})
