/** Members of one row and of thousands, each at a step of its own; a NaN and an infinity beside others. */
import { memberRanges, noise, noisyRows, ODD_SIZES } from '@/kernels/kit/case-data'
import type { KernelCase } from '@/kernels/kit/kernel'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { meanLoss } from './programs'
import { meanLossReference } from './reference'

interface CaseSizes {
  readonly batches: readonly number[]
  readonly seqLen: number
  readonly ringSteps: number
  /** Puts NaN into a row of member 1, an infinity into one of member 2, and into the ring's latest losses of members 4 and 5. */
  readonly poisoned?: boolean
}

const ragged = Array.from({ length: 17 }, (_, m) => 1 + ((m * 7) % 13))

const CASES: readonly CaseSizes[] = [
  { batches: [1], seqLen: 1, ringSteps: 1 },
  { batches: [33, 1, 65], seqLen: 3, ringSteps: 7 },
  { batches: ragged, seqLen: 7, ringSteps: 64, poisoned: true },
  { batches: ODD_SIZES, seqLen: 1, ringSteps: 5 },
  { batches: [1200, 600], seqLen: 7, ringSteps: 3 },
]

export function meanLossCases(): KernelCase[] {
  return CASES.map(({ batches, seqLen, ringSteps, poisoned = false }, index) => {
    const layout = createRowLayout(batches, seqLen, 64)
    const nats = noisyRows(layout, 1, index).map((value) => value + 3)
    if (poisoned) {
      const [, second, third] = memberRanges(layout)
      nats[second!.first + second!.count - 1] = Number.NaN
      nats[third!.first] = Number.POSITIVE_INFINITY
    }
    const state = Float32Array.from(
      batches.flatMap((_, m) => [
        (m * 1009 + 16) * (m % 3 === 2 ? 997 : 1),
        0.01 * (m + 1),
        -1,
        (m + 1) % 4 === 0 ? 0 : 1,
      ]),
    )
    const ring = noise(index, ringSteps * layout.members)
    if (poisoned) {
      const latest = (m: number) => ((state[4 * m]! - 1) % ringSteps) * layout.members + m
      ring[latest(4)] = Number.NaN
      ring[latest(5)] = Number.POSITIVE_INFINITY
    }
    const expected = meanLossReference({ layout, ringSteps }, nats, state, ring)
    // An infinity has no distance to itself: what the state says of it is compared, not its own value.
    const comparable = (values: Float64Array) =>
      values.map((value) => (Number.isFinite(value) ? value : Number.NaN))
    return {
      name: `M ${batches.length}, up to ${Math.max(...batches) * seqLen} rows, ring of ${ringSteps}${poisoned ? ', a NaN and an infinity' : ''}`,
      program: meanLoss({ layout, ringSteps }),
      buffers: [layout.table, nats, state, ring],
      uniforms: [],
      expected: { state: comparable(expected.state), ring: comparable(expected.ring) },
      tolerance: 1e-6,
    }
  })
}
