/**
 * Ops that compute nothing: each emits the record of its forward dispatch and pushes a closure that will emit its backward one. Run in
 * reverse, the closures give the whole backward pass; what remains is a flat list of dispatches, planned once and replayed each step.
 */
import type { ModelShape } from '@/core/model/family'
import { attentionBackward, attentionForward, rotationTable } from '@/kernels/attention/programs'
import { crossEntropy } from '@/kernels/cross-entropy/programs'
import { embeddingBackward, embeddingForward } from '@/kernels/embedding/programs'
import { type Epilogue, linearBackward, linearForward, outputWidth } from '@/kernels/linear/programs'
import { normBackward, normForward } from '@/kernels/norm/programs'
import type { NormKind } from '@/kernels/norm/reference'
import type { KernelProgram } from '../../kernels/kit/kernel'
import type { RowLayout } from '../../kernels/kit/row-layout'
import type { LinearOptions, Normed, Ops } from '../contract/ops'
import type { PlanBuffer, PlanRecord } from './plan'

/** An activation of the plan: its value, and, once the backward pass has come to it, its gradient. Both (rows, D). */
export class PlanActivation {
  #gradient: PlanBuffer | undefined

  constructor(readonly value: PlanBuffer) {}

  /** Undefined where nothing that the loss depends on has used the activation. */
  get gradient(): PlanBuffer | undefined {
    return this.#gradient
  }

  /** @throws Error at a second use, where nothing adds gradients up: a family uses the `residual` that a norm hands through. */
  set gradient(buffer: PlanBuffer | undefined) {
    if (this.#gradient) throw new Error('an activation was used twice: take the residual that norm returns')
    this.#gradient = buffer
  }

  /** For a kernel that reads the gradient so far and writes its sum with its own into another buffer. */
  addGradient(sum: PlanBuffer): void {
    this.#gradient = sum
  }
}

/** Where parameters lie within one member's stretch of the parameter buffer, in elements. */
export interface ParameterLayout {
  readonly offsets: ReadonlyMap<string, number>
  /** Elements of each parameter. */
  readonly sizes: ReadonlyMap<string, number>
  /** Elements of one member. */
  readonly count: number
  /** Elements from one member to the next. */
  readonly stride: number
}

/** Buffers that exist before the plan. */
export interface PlanInputs {
  /** The row layout's table. */
  readonly table: PlanBuffer
  /** (M × stride) */
  readonly params: PlanBuffer
  /** (rows) token ids. */
  readonly inputs: PlanBuffer
  readonly targets: PlanBuffer
  /** (rows) what each target token costs, nats: read by the loss, or by the host. */
  readonly nats: PlanBuffer
  /** (splits × stride) gradients of each split; undefined for a plan without a backward pass. */
  readonly partials: PlanBuffer | undefined
  /** (rows, V) where the logits themselves are wanted; else they share memory with others. */
  readonly logits?: PlanBuffer
}

export interface PlanBuilder {
  readonly ops: Ops<PlanActivation, undefined>
  /** Forward records so far. */
  readonly forward: readonly PlanRecord[]
  /** Runs the backward closures, last first. Call once, after the forward pass. */
  backward(): readonly PlanRecord[]
}

export function createPlanBuilder(
  shape: ModelShape,
  layout: RowLayout,
  parameters: ParameterLayout,
  buffers: PlanInputs,
): PlanBuilder {
  const { width, vocab, seqLen, tied } = shape
  const { table, params, partials } = buffers
  const paramStride = parameters.stride
  const training = partials !== undefined
  const forward: PlanRecord[] = []
  const backward: (() => PlanRecord)[] = []
  const rotations = new Map<number, PlanBuffer>()

  const offset = (name: string): number => {
    const at = parameters.offsets.get(name)
    if (at === undefined) throw new RangeError(`no parameter "${name}"`)
    return at
  }
  const perRow = (label: string, columns: number): PlanBuffer => ({
    kind: 'transient',
    label,
    bytes: 4 * layout.rows * columns,
  })
  const emit = (program: KernelProgram, bound: readonly PlanBuffer[], uniforms: readonly number[] = []) => {
    forward.push({ program, buffers: bound, uniforms })
  }
  const onBackward = (record: (partials: PlanBuffer) => PlanRecord) => {
    if (partials) backward.push(() => record(partials))
  }
  const gradientOf = (activation: PlanActivation): PlanBuffer => {
    if (!activation.gradient)
      throw new Error('the loss does not depend on an activation: the forward pass has a dead end')
    return activation.gradient
  }

  const ops: Ops<PlanActivation, undefined> = {
    embed(tokens, positions) {
      const x = new PlanActivation(perRow('embedding', width))
      const sizes = { layout, paramStride, width, vocab, seqLen, positions: positions !== undefined }
      const uniforms = [offset(tokens), ...(positions === undefined ? [] : [offset(positions)])]
      const aligned = uniforms.every((at) => at % 4 === 0)
      emit(embeddingForward({ ...sizes, aligned }), [table, params, buffers.inputs, x.value], uniforms)
      onBackward((partials) => ({
        program: embeddingBackward({ ...sizes, tied }),
        buffers: [table, buffers.inputs, gradientOf(x), partials],
        uniforms,
      }))
      return x
    },

    layerNorm: (x, gain, bias) => norm(x, 'layer', [offset(gain), offset(bias)]),
    rmsNorm: (x, gain) => norm(x, 'rms', [offset(gain)]),

    linear: (x, weight, options) => linear(x, weight, false, options),

    causalAttention(qkv, heads, rotaryChannels = 0) {
      const mixed = new PlanActivation(perRow('attention', width))
      const logSumExp = perRow('log-sum-exp', heads)
      const sizes = { layout, width, heads, rotaryChannels }
      const turns = rotaryChannels > 0 ? [rotationsOf(rotaryChannels)] : []
      emit(attentionForward(sizes), [table, qkv.value, ...turns, mixed.value, logSumExp])
      onBackward(() => {
        const dqkv = perRow('d attention', 3 * width)
        qkv.gradient = dqkv
        return {
          program: attentionBackward(sizes),
          buffers: [table, qkv.value, mixed.value, logSumExp, gradientOf(mixed), ...turns, dqkv],
          uniforms: [],
        }
      })
      return mixed
    },

    crossEntropy(x, unembedding) {
      const logits = linear(x, unembedding, true, { output: buffers.logits })
      const dlogits = perRow('d logits', vocab)
      const bound = [table, logits.value, buffers.targets, buffers.nats]
      emit(crossEntropy({ layout, vocab, gradient: training }), training ? [...bound, dlogits] : bound)
      // The kernel has written the gradient already: nothing to emit for it in the backward pass.
      logits.gradient = dlogits
      return undefined
    },
  }

  function norm(x: PlanActivation, kind: NormKind, uniforms: readonly number[]): Normed<PlanActivation> {
    const normed = new PlanActivation(perRow('normed', width))
    const residual = new PlanActivation(x.value)
    const stats = perRow('statistics', 2)
    const sizes = { layout, paramStride, width, kind }
    emit(normForward(sizes), [table, params, x.value, normed.value, stats], uniforms)
    onBackward((partials) => {
      const dx = perRow('d norm', width)
      x.gradient = dx
      const passed = residual.gradient ? [residual.gradient] : []
      return {
        program: normBackward({ ...sizes, residualGradient: passed.length > 0 }),
        buffers: [table, params, x.value, stats, gradientOf(normed), ...passed, dx, partials],
        uniforms,
      }
    })
    return { normed, residual }
  }

  /** x·W (+ b), or for the unembedding x·Uᵀ, whose rows are stored one per symbol. */
  function linear(
    x: PlanActivation,
    weight: string,
    unembedding: boolean,
    {
      bias,
      epilogue: asked,
      residual,
      output,
    }: LinearOptions<PlanActivation> & { readonly output?: PlanBuffer | undefined } = {},
  ): PlanActivation {
    const epilogue: Epilogue = asked ?? 'none'
    const inputs = unembedding ? width : columnsOf(x)
    const outputs = unembedding ? vocab : outputsOf(weight, inputs)
    const y = new PlanActivation(output ?? perRow(weight, outputWidth({ outputs, epilogue })))
    const pre = epilogue === 'none' ? [] : [perRow(`${weight} before ${epilogue}`, outputs)]
    const sizes = {
      layout,
      paramStride,
      inputs,
      outputs,
      bias: bias !== undefined,
      epilogue,
      transposedWeight: unembedding,
    }
    const uniforms = [offset(weight), bias === undefined ? 0 : offset(bias)]
    emit(
      linearForward({ ...sizes, residual: residual !== undefined }),
      [table, params, x.value, ...(residual ? [residual.value] : []), y.value, ...pre],
      uniforms,
    )
    onBackward((partials) => {
      const dx = perRow(`d ${weight}`, inputs)
      const dy = gradientOf(y)
      const before = x.gradient ? [x.gradient] : []
      x.addGradient(dx)
      if (residual) residual.gradient = dy
      return {
        program: linearBackward({ ...sizes, accumulate: before.length > 0 }),
        buffers: [table, params, x.value, dy, ...pre, ...before, dx, partials],
        uniforms,
      }
    })
    return y
  }

  /** One table for all layers. */
  function rotationsOf(channels: number): PlanBuffer {
    const known = rotations.get(channels)
    if (known) return known
    const data = rotationTable(seqLen, channels)
    const made: PlanBuffer = { kind: 'constant', label: 'rotations', data }
    rotations.set(channels, made)
    return made
  }

  function columnsOf({ value }: PlanActivation): number {
    if (value.kind !== 'transient') throw new Error('activations are transient')
    return value.bytes / 4 / layout.rows
  }

  function outputsOf(weight: string, inputs: number): number {
    const size = parameters.sizes.get(weight)!
    return size / inputs
  }

  return {
    ops,
    forward,
    backward: () => backward.toReversed().map((record) => record()),
  }
}
