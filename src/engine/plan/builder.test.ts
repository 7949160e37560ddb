/** The list of dispatches that a family becomes: how many, and what each binds. No device: a plan is data. */
import { describe, expect, it } from 'vitest'
import { families } from '@/core/model/families'
import type { ModelShape } from '@/core/model/family'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { forwardById } from '../families'
import { createPlanBuilder, type PlanBuilder } from './builder'
import { KERNEL_SUMS, type KernelSums } from './numerics'
import { layOutParameters } from './parameter-layout'
import type { PlanBuffer, StepPlan } from './step-plan'
import type { PlanInputs } from './tape'

const SHAPE: ModelShape = { layers: 3, width: 8, heads: 2, vocab: 5, seqLen: 4, tied: false }

function builderOf(family: string, shape: ModelShape, training: boolean, sums = KERNEL_SUMS): PlanBuilder {
  const layout = createRowLayout([2, 5], shape.seqLen, 64)
  const parameters = layOutParameters(families.get(family)!.parameters(shape))
  const buffer = (label: string): PlanBuffer => ({ kind: 'transient', label, bytes: 4 })
  const inputs: PlanInputs = {
    table: buffer('table'),
    params: buffer('parameters'),
    inputs: buffer('inputs'),
    targets: buffer('targets'),
    nll: buffer('nll'),
    partials: training ? buffer('partials') : undefined,
  }
  return createPlanBuilder(shape, layout, parameters, inputs, sums)
}

/** Of a layer in one direction: two norms, packed q, k, v, attention and its projection, both products of the MLP. */
const LAYER_DISPATCHES = 7

describe.each([...families.keys()])('the plan of %s', (family) => {
  it('takes no dispatch more than GPT-2’s', () => {
    const builder = builderOf(family, SHAPE, true)
    forwardById(family).forward(builder.ops, SHAPE)
    // Besides the layers: embedding, the last norm and the logits in both directions, and the loss in one.
    expect(builder.forward.length).toBeLessThanOrEqual(LAYER_DISPATCHES * SHAPE.layers + 4)
    expect(builder.backward().length).toBeLessThanOrEqual(LAYER_DISPATCHES * SHAPE.layers + 3)
  })

  it('takes as many dispatches in whatever order its kernels add up, and binds the same', () => {
    const planBy = (sums: KernelSums) => {
      const builder = builderOf(family, SHAPE, true, sums)
      forwardById(family).forward(builder.ops, SHAPE)
      return [...builder.forward, ...builder.backward()]
    }
    const outline = (plan: StepPlan) =>
      plan.map(({ program, uniforms }) => [program.id, program.bindings.map(({ name }) => name), uniforms])
    const own = planBy(KERNEL_SUMS)
    for (const sums of [
      { rowSums: 'vectors', blockKeys: 2 },
      { rowSums: 'quads', blockKeys: 8 },
    ] as const) {
      const other = planBy(sums)
      expect(outline(other)).toEqual(outline(own))
      const changed = other.filter(({ program }, i) => program.wgsl !== own[i]!.program.wgsl)
      expect(new Set(changed.map(({ program }) => program.id))).toEqual(
        new Set([
          'norm.forward',
          'norm.backward',
          'attention.forward',
          ...(sums.rowSums === 'quads' ? ['cross-entropy.gradient'] : []),
        ]),
      )
    }
  })

  it.each([true, false])('binds what its programs declare, each buffer once; tied %s', (tied) => {
    const shape = { ...SHAPE, tied }
    const builder = builderOf(family, shape, true)
    forwardById(family).forward(builder.ops, shape)
    for (const { program, buffers, uniforms } of [...builder.forward, ...builder.backward()]) {
      expect(buffers, program.id).toHaveLength(program.bindings.length)
      expect(buffers.length, program.id).toBeLessThanOrEqual(8)
      expect(new Set(buffers).size, program.id).toBe(buffers.length)
      expect(uniforms, program.id).toHaveLength(program.uniforms.length)
    }
  })
})

describe('an activation that is used twice', () => {
  const used = (use: (ops: PlanBuilder['ops']) => void) => () => {
    const builder = builderOf('gpt2', SHAPE, true)
    use(builder.ops)
    return builder.backward().map(({ program }) => program.id)
  }

  it('collects its gradient from linear layers, one adding to the other', () => {
    const ids = used((ops) => {
      const x = ops.embed('tokens', 'positions')
      const one = ops.linear(x, 'h0.attnOut.weight')
      const both = ops.linear(x, 'h1.attnOut.weight', { residual: one })
      ops.crossEntropy(both, 'head')
    })()
    expect(ids).toEqual(['linear.backward', 'linear.backward', 'linear.backward', 'embedding.backward'])
  })

  it('is refused where nothing adds gradients up', () => {
    expect(
      used((ops) => {
        const x = ops.embed('tokens', 'positions')
        const { normed } = ops.rmsNorm(x, 'normOut.gain')
        ops.crossEntropy(ops.linear(normed, 'h0.attnOut.weight', { residual: x }), 'head')
      }),
    ).toThrow(/used twice/)
  })
})
