/** The kernel's rounding against the host's, bit by bit: every sign, exponent and leading fraction, around every middle. */
import { beforeAll, describe, expect, it } from 'vitest'
import { drawsByCounter, roundingKey, roundWeights } from '@/core/metrics/weight-rounding'
import type { Precision } from '@/core/model/precision'
import { defineProgram, foldWorkgroups } from '@/kernels/kit/kernel'
import mixSource from '@/kernels/kit/mix32.wgsl?raw'
import { runProgram } from '@/kernels/kit/run-program'
import { roundingFlags } from './rounding'
import source from './rounding.wgsl?raw'

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

async function roundedOnDevice(
  precision: Precision,
  words: Uint32Array,
  call: string,
  uniforms: Readonly<Record<string, number>> = {},
): Promise<Uint32Array | Float32Array> {
  const [columns, rows] = foldWorkgroups(Math.ceil(words.length / 64))
  const main = `@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i < arrayLength(&words)) { words[i] = ${call}; }
}`
  const program = defineProgram({
    id: `rounding.${precision}`,
    source: [mixSource, source, main].join('\n'),
    constants: {},
    layoutConstants: {},
    flags: { ...roundingFlags(precision) },
    bindings: [{ name: 'words', access: 'write', type: 'u32' }],
    uniforms: Object.keys(uniforms),
    workgroups: [columns, rows, 1],
  })
  const got = await runProgram(device, program, [words], Object.values(uniforms))
  return got.words!
}

/** NaN may come back with other bits, as NaN. */
function differences(got: Uint32Array | Float32Array, values: Float32Array): string[] {
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
  it.each(['bfloat16-stored', 'float16-stored'] as const)('is the host’s, %s', async (precision) => {
    const values = new Float32Array(ALL_AROUND_MIDDLES.slice().buffer)
    const got = await roundedOnDevice(precision, ALL_AROUND_MIDDLES, 'rounded(words[i])')
    expect(
      differences(
        got,
        roundWeights(precision, values, () => 0),
      ),
    ).toEqual([])
  })

  it('is the host’s by chance too, with the draws of the same counter', async () => {
    const values = new Float32Array(ALL_AROUND_MIDDLES.slice().buffer)
    const precision = 'bfloat16-stochastic'
    const call = 'roundedByChance(words[i], roundingDraw(uniforms.key, uniforms.step, i))'
    const [key, step] = [roundingKey(7), 12_345]
    const got = await roundedOnDevice(precision, ALL_AROUND_MIDDLES, call, { key, step })
    const draws = drawsByCounter(key, step)
    expect(differences(got, roundWeights(precision, values, draws))).toEqual([])
  })
})
