/** Memory of a step's transient buffers, for any plan: who may share a piece, how large it is, and that no piece is wasted. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KernelProgram } from '@/kernels/kit/kernel'
import { planMemory } from './memory-plan'
import { type PlanBuffer, persistent, type StepPlan } from './step-plan'

/** Whose memory is planned does not depend on what a program computes. */
const program: KernelProgram = {
  id: 'test.any',
  wgsl: '',
  bindings: [],
  uniforms: [],
  layoutValues: [],
  workgroups: [1, 1, 1],
  sizes: {},
  work: 0,
  variant: '',
  alternatives: () => [],
}

const planOf = (...dispatches: readonly (readonly PlanBuffer[])[]): StepPlan =>
  dispatches.map((buffers) => ({ program, buffers, uniforms: [] }))

const transient = (label: string, bytes: number): PlanBuffer => ({ kind: 'transient', label, bytes })

/** Dispatches over a few transient buffers, bound again in any order, among buffers that need no memory of the plan. */
const plans: fc.Arbitrary<StepPlan> = fc
  .array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 12 })
  .map((sizes) => [
    ...sizes.map((words, i) => transient(`b${i}`, 4 * words)),
    persistent({ bytes: 4 }),
    { kind: 'constant' as const, label: 'zeros', data: new Float32Array(1) },
  ])
  .chain((buffers) => fc.array(fc.array(fc.constantFrom(...buffers), { maxLength: 5 }), { maxLength: 20 }))
  .map((dispatches) => planOf(...dispatches))

interface Life {
  readonly bytes: number
  readonly first: number
  readonly last: number
}

/** First and last dispatch that bind each transient buffer. */
function livesOf(plan: StepPlan): Map<PlanBuffer, Life> {
  const lives = new Map<PlanBuffer, Life>()
  plan.forEach(({ buffers }, i) => {
    for (const buffer of buffers) {
      if (buffer.kind === 'transient')
        lives.set(buffer, { bytes: buffer.bytes, first: lives.get(buffer)?.first ?? i, last: i })
    }
  })
  return lives
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

describe('memory of a step', () => {
  it('goes to every transient buffer, whole, and to no other', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { pieces, sizes } = planMemory(plan)
        const lives = livesOf(plan)
        expect(new Set(pieces.keys())).toEqual(new Set(lives.keys()))
        for (const [buffer, piece] of pieces)
          expect(sizes[piece]).toBeGreaterThanOrEqual(lives.get(buffer)!.bytes)
      }),
    )
  })

  it('is never shared by two buffers while both live', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { pieces } = planMemory(plan)
        const lives = [...livesOf(plan)]
        for (const [i, [a, own]] of lives.entries())
          for (const [b, other] of lives.slice(i + 1))
            if (pieces.get(a) === pieces.get(b))
              expect(own.last < other.first || other.last < own.first, `${i}`).toBe(true)
      }),
    )
  })

  it('has as many pieces as buffers live at once, each as large as its largest buffer: at least the peak, at most all', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { pieces, sizes } = planMemory(plan)
        const lives = livesOf(plan)
        const liveAt = plan.map((_, i) =>
          [...lives.values()].filter(({ first, last }) => first <= i && i <= last),
        )
        expect(sizes).toHaveLength(Math.max(0, ...liveAt.map((live) => live.length)))
        sizes.forEach((size, piece) => {
          const inside = [...pieces].filter(([, own]) => own === piece)
          expect(size).toBe(Math.max(...inside.map(([buffer]) => lives.get(buffer)!.bytes)))
          // Whole words: a machine rounds up, and what it rounds is the whole of a piece.
          expect(size % 4).toBe(0)
        })
        const peak = Math.max(0, ...liveAt.map((live) => sum(live.map(({ bytes }) => bytes))))
        expect(sum(sizes)).toBeGreaterThanOrEqual(peak)
        expect(sum(sizes)).toBeLessThanOrEqual(sum([...lives.values()].map(({ bytes }) => bytes)))
      }),
    )
  })

  it('is handed on after the last dispatch that binds it, to the buffer that it fits best', () => {
    const [a, b, c, d] = [transient('a', 400), transient('b', 40), transient('c', 36), transient('d', 100)]
    const { pieces, sizes } = planMemory(planOf([a, b], [c], [c, d]))
    expect(pieces.get(c)).toBe(pieces.get(b))
    expect(pieces.get(d)).toBe(pieces.get(a))
    expect(sizes).toEqual([400, 40])
    // Where a and b are bound to the end, only c's is free: it grows.
    expect(planMemory(planOf([a, b], [c], [a, b, d])).sizes).toEqual([400, 40, 100])
  })
})
