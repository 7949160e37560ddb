/** Odd counts of parameters, chunks and splits; steps from the first to the millionth; members that must be left alone. */
import { roundingKey } from '@/core/metrics/weight-rounding'
import { keepsMaster, PRECISIONS } from '@/core/model/precision'
import { RECIPE_OPTIONS, scheduleFactor, type TrainingOptions } from '@/core/model/recipe'
import { noise, ODD_SIZES } from '@/kernels/kit/case-data'
import type { KernelCase } from '@/kernels/kit/kernel'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { adamwUpdate, gradientNorm } from './programs'
import { adamwReference, gradientNormReference } from './reference'

interface CaseSizes {
  /** Splits of each member. */
  readonly splits: readonly number[]
  readonly paramCount: number
  readonly gap: number
  readonly chunks: number
}

const ragged = Array.from({ length: 17 }, (_, m) => 1 + ((m * 5) % 9))

const NORM_CASES: readonly CaseSizes[] = [
  { splits: [1], paramCount: 1, gap: 0, chunks: 1 },
  { splits: [1, 4, 11], paramCount: 65, gap: 63, chunks: 3 },
  { splits: ragged, paramCount: 33, gap: 7, chunks: 7 },
  { splits: [3, 7], paramCount: 1031, gap: 1, chunks: 5 },
  { splits: [2], paramCount: 10, gap: 2, chunks: 7 },
  { splits: ODD_SIZES, paramCount: 3, gap: 61, chunks: 1 },
  { splits: [3, 1], paramCount: 7, gap: 1, chunks: 3 },
]

function normCase({ splits, paramCount, gap, chunks }: CaseSizes, index: number): KernelCase {
  const layout = createRowLayout(splits, 32, 32)
  const paramStride = paramCount + gap
  const isGap = (i: number) => i % paramStride >= paramCount
  const partials = noise(index, layout.splits * paramStride).map((value, i) =>
    isGap(i) ? Number.NaN : value,
  )
  // One member's NaN is its own.
  if (splits.length > 1) partials[0] = Number.NaN
  const sizes = { layout, paramStride, paramCount, chunks }
  return {
    name: `norm M ${splits.length}, P ${paramCount}, ${chunks} chunks, up to ${Math.max(...splits)} splits`,
    program: gradientNorm(sizes),
    buffers: [
      layout.table,
      partials,
      new Float32Array(layout.members * paramStride),
      new Float32Array(layout.members * chunks).fill(-1),
    ],
    uniforms: [],
    expected: { ...gradientNormReference(sizes, partials) },
    tolerance: 3e-6,
  }
}

/** Options that differ from the recipe in all numbers. */
const OTHERS: TrainingOptions = {
  weightDecay: 0.5,
  beta1: 0.95,
  beta2: 0.9,
  schedule: 'constant',
  clipNorm: 0.3,
  initStd: 1,
  precision: 'float32',
}

const RING_STEPS = 5

/** A ring in which every entry has bits of its own. */
const ringOf = (members: number) => Uint32Array.from({ length: RING_STEPS * members }, (_, i) => 1000 + i)

const singles = (members: number) => createRowLayout(new Array<number>(members).fill(1), 1, 32)

/** One update. Of every four members one is masked, one has a norm that is not finite, one is clipped and one is not. */
function updateCase(
  members: number,
  paramCount: number,
  gap: number,
  chunks: number,
  steps: number,
  options: TrainingOptions = RECIPE_OPTIONS,
): KernelCase {
  const layout = singles(members)
  const paramStride = paramCount + gap
  const count = members * paramStride
  const state = Array.from({ length: members }, (_, m) => [
    1 + ((m * 7) % steps),
    0.3 / (m + 1),
    2,
    m % 4 === 1 ? 0 : 1,
  ])
  const norms = noise(members, members * chunks).map((value) => value ** 2)
  for (let m = 2; m < members; m += 4) norms[m * chunks] = m % 8 === 2 ? Number.NaN : Number.POSITIVE_INFINITY
  for (let m = 3; m < members; m += 4) norms.fill(0.5 / chunks, m * chunks, (m + 1) * chunks)
  const sizes = { layout, paramStride, paramCount, chunks, steps, options, ringSteps: RING_STEPS }
  // What no string has used yet has no gradient and no moments: nothing moves it but decay.
  const unused = (value: number, at: number) => (at % paramStride === 2 ? 0 : value)
  const buffers = {
    params: noise(1, count),
    first: noise(2, count).map((value, at) => unused(value / 10, at)),
    second: noise(3, count).map((value, at) => unused(value ** 2 / 100, at)),
    gradient: noise(4, count).map(unused),
    norms,
    state: Float32Array.from(state.flat()),
    ring: ringOf(members),
    ...(keepsMaster(options.precision) ? { master: noise(5, count) } : {}),
    ...(options.precision === 'bfloat16-stochastic'
      ? { keys: Uint32Array.from({ length: members }, (_, m) => roundingKey(m)) }
      : {}),
  }
  return {
    name: `update M ${members}, P ${paramCount}, ${chunks} chunks, ${steps} steps${options === RECIPE_OPTIONS ? '' : `, ${options.schedule} rate, β ${options.beta1} ${options.beta2}, ${options.precision}`}`,
    program: adamwUpdate(sizes),
    buffers: Object.values(buffers),
    uniforms: [],
    expected: { ...adamwReference(sizes, buffers) },
    tolerance: 3e-6,
  }
}

/**
 * Bias corrections and schedule at steps 1 … 60 and on to a million. Each rate is such that the weight moves by hundreds: the
 * comparison is then relative. (At the very end of so long a run the float64 cosine itself has lost half of its digits.)
 */
function longRunCase(): KernelCase {
  const steps = 1_100_000
  const lastStep = 1_000_000
  const [members, paramCount] = [300, 1]
  const layout = singles(members)
  const stepOf = (m: number) =>
    m < 60 ? m + 1 : Math.round(60 * (lastStep / 60) ** ((m - 59) / (members - 60)))
  const sizes = {
    layout,
    paramStride: 1,
    paramCount,
    chunks: 1,
    steps,
    options: RECIPE_OPTIONS,
    ringSteps: RING_STEPS,
  }
  const buffers = {
    params: new Float32Array(members),
    first: noise(5, members).map((value) => Math.sign(value) + value),
    second: noise(6, members).map((value) => 0.1 + value ** 2),
    gradient: noise(7, members).map((value) => value / 10),
    norms: new Float32Array(members),
    state: Float32Array.from(
      Array.from({ length: members }, (_, m) => [
        stepOf(m),
        1000 / scheduleFactor(stepOf(m), steps, 'cosine'),
        0,
        1,
      ]).flat(),
    ),
    ring: ringOf(members),
  }
  return {
    name: `update at ${members} steps up to ${lastStep}`,
    program: adamwUpdate(sizes),
    buffers: Object.values(buffers),
    uniforms: [],
    expected: { ...adamwReference(sizes, buffers) },
    tolerance: 3e-6,
  }
}

export function adamwCases(): KernelCase[] {
  return [
    ...NORM_CASES.map(normCase),
    updateCase(1, 1, 0, 1, 1),
    updateCase(3, 65, 63, 3, 100),
    updateCase(17, 257, 7, 7, 33),
    updateCase(4, 1031, 1, 33, 7),
    updateCase(3, 3, 0, 1, 3),
    updateCase(7, 7, 57, 2, 65),
    updateCase(5, 65, 63, 3, 100, OTHERS),
    updateCase(3, 33, 0, 1, 40, { ...OTHERS, beta1: 0, beta2: 0, schedule: 'cosine' }),
    longRunCase(),
    ...PRECISIONS.filter((precision) => precision !== 'float32').flatMap((precision) => [
      updateCase(1, 33, 0, 1, 10, { ...RECIPE_OPTIONS, precision }),
      updateCase(17, 257, 7, 7, 33, { ...RECIPE_OPTIONS, precision }),
      updateCase(3, 1031, 1, 5, 100, { ...OTHERS, precision }),
    ]),
  ]
}
