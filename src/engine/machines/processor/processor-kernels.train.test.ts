/** Every kernel, every case, on the processor: against the same float64 references as on the GPU. */
import { signatures } from 'virtual:processor-kernels'
import { beforeAll, describe, expect, it } from 'vitest'
import { memberRanges, noise } from '@/kernels/kit/case-data'
import type { KernelCase, KernelProgram } from '@/kernels/kit/kernel'
import { worstValue } from '@/kernels/kit/kernel-error'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { linearForward } from '@/kernels/linear/programs'
import { normForward } from '@/kernels/norm/programs'
import { kernels } from '@/kernels/registry'
import { compileProcessorKernels, createProcessorInstance, type ProcessorInstance } from './processor-module'

/** One for all cases: each finds what the others left in freed memory and in what kernels take for themselves. */
let instance: ProcessorInstance
beforeAll(async () => {
  instance = createProcessorInstance(await compileProcessorKernels())
})

/** Words behind a buffer that vectors may read: NaN here, and nothing may be written there. */
const BEHIND = 8
const NAN_BITS = 0x7fc00000

function run({ program, buffers, uniforms }: KernelCase) {
  const addresses = buffers.map((data) => {
    const address = instance.allocate(data.byteLength)
    new Uint8Array(instance.memory()).set(
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      address,
    )
    return address
  })
  const behindEach = () =>
    buffers.map((data, i) => new Uint32Array(instance.memory(), addresses[i]! + data.byteLength, BEHIND))
  for (const words of behindEach()) words.fill(NAN_BITS)
  instance.bind(program, addresses, uniforms)()
  for (const [i, words] of behindEach().entries()) {
    expect([...words], `behind ${program.bindings[i]!.name}`).toEqual(new Array(BEHIND).fill(NAN_BITS))
  }
  const written = program.bindings.flatMap(({ name, access, type }, i) => {
    if (access === 'read') return []
    const Values = type === 'u32' || type === 'vec4u' ? Uint32Array : Float32Array
    return [[name, new Values(instance.memory(), addresses[i]!, buffers[i]!.length).slice()] as const]
  })
  for (const address of addresses) instance.release(address)
  return Object.fromEntries(written)
}

describe.each([...kernels.values()])('kernel $id on the processor', (kernel) => {
  it.each(kernel.cases())('$name', (test) => {
    const worst = worstValue(run(test), test.expected)
    expect(worst.error, JSON.stringify(worst)).toBeLessThanOrEqual(test.tolerance)
  })
})

describe('what a kernel takes', () => {
  const cases = [...kernels.values()].flatMap((kernel) => kernel.cases())
  const named = ({ bindings, uniforms, sizes }: KernelProgram) =>
    new Set([...bindings.map(({ name }) => name), ...uniforms, ...Object.keys(sizes)])
  const bind = (program: KernelProgram) =>
    instance.bind(
      program,
      program.bindings.map(() => 0),
      program.uniforms.map(() => 0),
    )

  it.each(Object.entries(signatures).filter(([name]) => name.includes('_')))(
    'is optional only where some of its programs have it and others do not: %s',
    (name, parameters) => {
      const programs = cases
        .map(({ program }) => program)
        .filter(({ id }) => id.replace(/[.-]/g, '_') === name)
      expect(programs.length).toBeGreaterThan(0)
      for (const { name: parameter, optional } of parameters) {
        const having = programs.filter((program) => named(program).has(parameter)).length
        expect(having, parameter).toBeGreaterThan(0)
        expect(having < programs.length, parameter).toBe(optional)
      }
    },
  )

  const program = cases.find((own) => own.program.id === 'linear.forward')!.program

  it('is refused where the program has it by another name', () => {
    const misspelt = (name: string) => (name === 'x' ? 'xs' : name)
    const bindings = program.bindings.map((own) => ({ ...own, name: misspelt(own.name) }))
    expect(() => bind({ ...program, bindings })).toThrow('linear.forward: linear_forward does not take xs')
    const { DEPTH, ...sizes } = program.sizes
    expect(() => bind({ ...program, sizes: { ...sizes, DEPHT: DEPTH! } })).toThrow(
      'linear_forward takes DEPTH, which the program does not have',
    )
    expect(() => bind({ ...program, bindings: program.bindings.filter(({ name }) => name !== 'x') })).toThrow(
      'linear_forward takes x, which the program does not have',
    )
    expect(() => bind({ ...program, uniforms: ['weigth', 'bias'] })).toThrow('does not take weigth')
  })

  it('is not missed where it is optional', () => {
    const without = cases.find(({ program: own }) => own.id === program.id && !named(own).has('residual'))!
    expect(() => bind(without.program)).not.toThrow()
  })
})

it('has a slope of GELU for whatever is not infinite', () => {
  const layout = createRowLayout([1], 4, 32)
  const options = { layout, paramStride: 2, inputs: 1, outputs: 1, bias: true, transposedWeight: false }
  const rowsOf = (...values: number[]) => Float32Array.from({ length: layout.rows }, (_, i) => values[i] ?? 0)
  const { slopes } = run({
    name: 'GELU',
    program: linearForward({ ...options, epilogue: 'gelu', residual: false }),
    buffers: [layout.table, Float32Array.of(1, 0), rowsOf(-3e38, -1e20, 1e20, 3e38), rowsOf(), rowsOf()],
    uniforms: [0, 1],
    expected: {},
    tolerance: 0,
  })
  expect([...slopes!.subarray(0, 4)].map((value) => Number(Math.abs(value).toFixed(9)))).toEqual([0, 0, 1, 1])
})

describe('a row has the same bits whatever stands beside it', () => {
  /** Members of one to nine rows, each of which has the rows of the longest, as many as it takes. */
  const batches = Array.from({ length: 9 }, (_, m) => m + 1)
  const layout = createRowLayout(batches, 1, 32)
  const members = memberRanges(layout)
  const rowsOf = (width: number) => {
    const longest = noise(1, batches.length * width)
    const values = new Float32Array(layout.rows * width)
    for (const { first, count } of members) values.set(longest.subarray(0, count * width), first * width)
    return values
  }
  const empty = (width: number) => new Float32Array(layout.rows * width)
  const paramsOf = (stride: number) => {
    const own = noise(2, stride)
    return Float32Array.from({ length: batches.length * stride }, (_, i) => own[i % stride]!)
  }
  const linear = { layout, bias: true, transposedWeight: false, inputs: 9 }
  const test = (program: KernelProgram, buffers: KernelCase['buffers'], uniforms: number[]) =>
    run({ name: '', program, buffers, uniforms, expected: {}, tolerance: 0 })

  it.each([
    {
      name: 'linear.forward, GELU',
      width: 11,
      y: () =>
        test(
          linearForward({ ...linear, paramStride: 110, outputs: 11, epilogue: 'gelu', residual: true }),
          [layout.table, paramsOf(110), rowsOf(9), rowsOf(11), empty(11), empty(11)],
          [0, 99],
        ),
    },
    {
      name: 'linear.forward, SwiGLU',
      width: 7,
      y: () =>
        test(
          linearForward({ ...linear, paramStride: 140, outputs: 14, epilogue: 'swiglu', residual: false }),
          [layout.table, paramsOf(140), rowsOf(9), empty(7), empty(14)],
          [0, 126],
        ),
    },
    {
      name: 'norm.forward',
      width: 7,
      y: () =>
        test(
          normForward({ layout, paramStride: 14, width: 7, kind: 'layer' }),
          [layout.table, paramsOf(14), rowsOf(7), empty(7), empty(2)],
          [0, 7],
        ),
    },
  ])('$name', ({ width, y: compute }) => {
    const { y } = compute()
    const longest = members.at(-1)!
    for (const { first, count } of members) {
      const own = y!.subarray(first * width, (first + count) * width)
      expect(own).toEqual(y!.subarray(longest.first * width, (longest.first + count) * width))
      expect(own.every((value) => value !== 0)).toBe(true)
    }
  })
})
