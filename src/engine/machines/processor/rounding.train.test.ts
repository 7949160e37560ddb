/** The processor's rounding against the host's, bit by bit: every sign, exponent and leading fraction, around every middle. */
import { expect, it } from 'vitest'
import { drawsByCounter, roundingKey, roundWeights } from '@/core/metrics/weight-rounding'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import {
  compileProcessorKernels,
  createProcessorInstance,
} from '@/engine/machines/processor/processor-module'
import { adamwUpdate } from '@/kernels/adamw/programs'
import { createRowLayout } from '@/kernels/kit/row-layout'

/** The lower half of a float32: what float16 drops of it, just below, at and just above each of its middles. */
const LOWER_HALVES = Array.from({ length: 16 }, (_, k) =>
  [0xffff, 0, 1].map((d) => (k * 0x1000 + d) & 0xffff),
).flat()
const WORDS = Uint32Array.from(
  { length: 2 ** 16 * 48 },
  (_, i) => (i & 0xffff) * 2 ** 16 + LOWER_HALVES[Math.floor(i / 2 ** 16)]!,
)
const [STEP, KEY] = [12_345, roundingKey(7)]

/** An update at rate 0: nothing but rounding. Numbers that are not finite are not kept by it. */
it.each(['bfloat16-stored', 'float16-stored', 'bfloat16-stochastic'] as const)(
  'rounds as the host does, %s',
  async (precision) => {
    const count = WORDS.length
    const program = adamwUpdate({
      layout: createRowLayout([1], 1, 32),
      paramStride: count,
      paramCount: count,
      chunks: 1,
      steps: 20_000,
      options: { ...RECIPE_OPTIONS, precision, weightDecay: 0 },
      ringSteps: 1,
    })
    const instance = createProcessorInstance(await compileProcessorKernels())
    const contents: Readonly<Record<string, Float32Array | Uint32Array>> = {
      params: WORDS,
      state: Float32Array.of(STEP, 0, 0, 1),
      keys: Uint32Array.of(KEY),
    }
    const addresses = program.bindings.map(({ name }) => {
      const address = instance.allocate(4 * count)
      const data = contents[name]
      if (data) new Uint32Array(instance.memory(), address).set(new Uint32Array(data.buffer))
      return address
    })
    instance.bind(program, addresses, [])()
    const got = new Uint32Array(instance.memory(), addresses[0]!, count)
    const values = new Float32Array(WORDS.slice().buffer)
    const want = new Uint32Array(roundWeights(precision, values, drawsByCounter(KEY, STEP)).buffer)
    const unlike = [...WORDS.keys()].filter((i) => Number.isFinite(values[i]) && got[i] !== want[i])
    expect(unlike.slice(0, 8).map((i) => [WORDS[i], got[i], want[i]])).toEqual([])
  },
)
