/** Gradients of splits are added up in pairs, pairs of pairs and so on: so whoever adds up a branch of that tree gets the same bits. */
import { beforeAll, expect, it } from 'vitest'
import { gradientNorm } from '@/kernels/adamw/programs'
import { noise } from '@/kernels/kit/case-data'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { compileProcessorKernels, createProcessorInstance, type ProcessorInstance } from './processor-module'

const COUNT = 1999
const STRIDE = 2048

let instance: ProcessorInstance
beforeAll(async () => {
  instance = createProcessorInstance(await compileProcessorKernels())
})

/** @param splits of each member, whose slots follow each other. @returns each member's gradient, (M × STRIDE). */
function sums(partials: Float32Array, splits: readonly number[]): Float32Array {
  const layout = createRowLayout(splits, 32, 32)
  const program = gradientNorm({ layout, paramStride: STRIDE, paramCount: COUNT, chunks: 3 })
  const put = (words: Float32Array | Uint32Array) => {
    const address = instance.allocate(words.byteLength)
    new Uint8Array(instance.memory(), address, words.byteLength).set(new Uint8Array(words.buffer))
    return address
  }
  const gradient = put(new Float32Array(splits.length * STRIDE))
  const addresses = [put(layout.table), put(partials), gradient, put(new Float32Array(3 * splits.length))]
  instance.bind(program, addresses, [])()
  const summed = new Float32Array(instance.memory(), gradient, splits.length * STRIDE).slice()
  for (const address of addresses) instance.release(address)
  return summed
}

it.each([2, 4, 8, 32])('%d splits have one sum, whoever sums which branches', (splits) => {
  const partials = noise(splits, splits * STRIDE).map((value) => value * Math.exp(10 * value))
  const whole = sums(partials, [splits])
  expect(whole.some((value) => value !== 0)).toBe(true)
  for (let branches = 2; branches <= splits; branches *= 2) {
    const ofBranches = sums(
      partials,
      Array.from({ length: branches }, () => splits / branches),
    )
    expect(sums(ofBranches, [branches])).toEqual(whole)
  }
})
