/** Heads share vectors on the processor: what each computes may not depend on which others stand beside it. */
import { beforeAll, expect, it } from 'vitest'
import { attentionBackward, attentionForward } from '@/kernels/attention/programs'
import { noise } from '@/kernels/kit/case-data'
import type { KernelProgram } from '@/kernels/kit/kernel'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { compileProcessorKernels, createProcessorInstance, type ProcessorInstance } from './processor-module'

let instance: ProcessorInstance
beforeAll(async () => {
  instance = createProcessorInstance(await compileProcessorKernels())
})

type Contents = Readonly<Record<string, Float32Array | Uint32Array>>

/** @param sizes of what the program writes, floats. @returns what it wrote. */
function run(program: KernelProgram, contents: Contents, sizes: Readonly<Record<string, number>>) {
  const addresses = program.bindings.map(({ name }) => {
    const data = contents[name]
    const address = instance.allocate(data?.byteLength ?? 4 * sizes[name]!)
    if (data)
      new Uint32Array(instance.memory(), address, data.length).set(
        new Uint32Array(data.buffer, data.byteOffset, data.length),
      )
    return address
  })
  instance.bind(program, addresses, [])()
  const written = program.bindings.flatMap(({ name }, i) => {
    const size = sizes[name]
    return size ? [[name, new Float32Array(instance.memory(), addresses[i]!, size).slice()] as const] : []
  })
  for (const address of addresses) instance.release(address)
  return Object.fromEntries(written)
}

interface Shape {
  readonly seqLen: number
  readonly width: number
  readonly heads: number
}

/** Both passes on `strings` strings, one behind the other. @param qkv, dout of these strings. */
function both({ seqLen, width, heads }: Shape, strings: number, qkv: Float32Array, dout: Float32Array) {
  const layout = createRowLayout([strings], seqLen, 64)
  const options = { layout, width, heads, rotaryChannels: 0 }
  const { rows, table } = layout
  const filled = (values: Float32Array, columns: number) => {
    const all = new Float32Array(rows * columns)
    all.set(values)
    return all
  }
  const inputs = { table, qkv: filled(qkv, 3 * width), dout: filled(dout, width) }
  const forward = run(attentionForward(options), inputs, { out: rows * width, logSumExp: rows * heads })
  const backward = run(attentionBackward(options), { ...inputs, ...forward }, { dqkv: rows * 3 * width })
  return {
    out: forward.out!.subarray(0, strings * seqLen * width),
    logSumExp: forward.logSumExp!.subarray(0, strings * seqLen * heads),
    dqkv: backward.dqkv!.subarray(0, strings * seqLen * 3 * width),
  }
}

const bits = (values: Float32Array) => [...new Uint32Array(values.slice().buffer)]

/** Scores of the second and the fourth string are so large that their powers have to be held against the largest. */
const STRINGS = [1, 40, 1, 1000, 1]

it.each<Shape>([
  { seqLen: 7, width: 3, heads: 3 },
  { seqLen: 8, width: 6, heads: 3 },
  { seqLen: 9, width: 8, heads: 4 },
  { seqLen: 8, width: 8, heads: 2 },
  { seqLen: 7, width: 10, heads: 2 },
  { seqLen: 5, width: 16, heads: 1 },
])('a string has the same bits alone and among others: %o', (shape) => {
  const { seqLen, width } = shape
  const [inStep, outStep] = [seqLen * 3 * width, seqLen * width]
  const qkv = noise(1, STRINGS.length * inStep).map((x, i) => x * STRINGS[Math.floor(i / inStep)]!)
  const dout = noise(2, STRINGS.length * outStep)
  const together = both(shape, STRINGS.length, qkv, dout)
  for (const s of STRINGS.keys()) {
    const alone = both(
      shape,
      1,
      qkv.subarray(s * inStep, (s + 1) * inStep),
      dout.subarray(s * outStep, (s + 1) * outStep),
    )
    for (const [name, values] of Object.entries(alone)) {
      expect(values.every(Number.isFinite), name).toBe(true)
      const own = together[name as keyof typeof together].subarray(s * values.length, (s + 1) * values.length)
      expect(bits(own), `${name} of string ${s}`).toEqual(bits(values))
    }
  }
})

it('NaN stays in its head, and reaches all of it', () => {
  const shape = { seqLen: 6, width: 8, heads: 4 }
  const qkv = noise(3, 2 * 6 * 24)
  const dout = noise(4, 2 * 6 * 8)
  // The query of the first position, of the second head of the first string.
  qkv[2] = Number.NaN
  const { out, logSumExp, dqkv } = both(shape, 2, qkv, dout)
  const nan = (values: Float32Array) => [...values.keys()].filter((i) => Number.isNaN(values[i]))
  expect(nan(logSumExp)).toEqual([1])
  expect(nan(out)).toEqual([2, 3])
  const third = (i: number) => Math.floor((i % 24) / 2) % 4
  expect(nan(dqkv).every((i) => i < 6 * 24 && third(i) === 1)).toBe(true)
  expect(nan(dqkv)).toEqual(expect.arrayContaining([2, 3, 10, 11, 18, 19]))
})
