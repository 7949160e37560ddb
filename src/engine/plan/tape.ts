/**
 * What the plan's ops write to, as an autograd tape is written to, but with no numbers yet: the dispatches of the forward pass, and for
 * each of them a closure that makes its backward dispatch. Run in reverse, the closures give the whole backward pass.
 */
import type { ModelShape } from '@/core/model/family'
import type { RowLayout } from '@/kernels/kit/row-layout'
import type { KernelSums } from './numerics'
import type { ParameterLayout } from './parameter-layout'
import type { Dispatch, PlanBuffer, StepPlan } from './step-plan'

/** Buffers that exist before the plan. */
export interface PlanInputs {
  /** The row layout's table. */
  readonly table: PlanBuffer
  /** (M × stride) */
  readonly params: PlanBuffer
  /** (rows) token ids. */
  readonly inputs: PlanBuffer
  readonly targets: PlanBuffer
  /** (rows) −ln p of each target token: read by the loss, or by the host. */
  readonly nll: PlanBuffer
  /** (splits × stride) weight gradients of each split; undefined in a plan without a backward pass. */
  readonly partials: PlanBuffer | undefined
  /** (rows, V), where the logits themselves are asked for; elsewhere they share memory with other activations. */
  readonly logits?: PlanBuffer
}

/** An activation of the plan, (rows, D): its value, and its gradient once the backward pass has come to it. */
export class PlanActivation {
  #gradient: PlanBuffer | undefined

  constructor(readonly value: PlanBuffer) {}

  /** Undefined while no op behind the activation has passed a gradient back to it. */
  get gradient(): PlanBuffer | undefined {
    return this.#gradient
  }

  /** @throws Error at a second use, where nothing adds gradients up: a family uses the `residual` that a norm hands through. */
  set gradient(buffer: PlanBuffer | undefined) {
    if (this.#gradient) throw new Error('an activation was used twice: take the residual that norm returns')
    this.#gradient = buffer
  }

  /** Replaces the gradient by the buffer in which a kernel adds its own part to it. */
  addGradient(sum: PlanBuffer): void {
    this.#gradient = sum
  }
}

export class PlanTape {
  readonly #forward: Dispatch[] = []
  readonly #backward: ((partials: PlanBuffer) => Dispatch)[] = []
  readonly #constants = new Map<string, PlanBuffer>()

  constructor(
    readonly shape: ModelShape,
    readonly layout: RowLayout,
    readonly parameters: ParameterLayout,
    readonly inputs: PlanInputs,
    readonly sums: KernelSums,
  ) {}

  /** Whether there is a backward pass. */
  get training(): boolean {
    return this.inputs.partials !== undefined
  }

  /** Appends a dispatch to the forward pass. */
  record(dispatch: Dispatch): void {
    this.#forward.push(dispatch)
  }

  /** @param make called during the backward pass, in the reverse order of recording; never in a plan without one. */
  onBackward(make: (partials: PlanBuffer) => Dispatch): void {
    this.#backward.push(make)
  }

  /** The forward dispatches so far. */
  get forward(): StepPlan {
    return this.#forward
  }

  /** Makes the backward pass. Call once, after the forward pass. */
  backward(): StepPlan {
    const { partials } = this.inputs
    return partials ? this.#backward.toReversed().map((make) => make(partials)) : []
  }

  /** A new transient buffer of `columns` floats for each row. */
  perRow(label: string, columns: number): PlanBuffer {
    return { kind: 'transient', label, bytes: 4 * this.layout.rows * columns }
  }

  /** How many floats an activation has for each row. */
  columnsOf({ value }: PlanActivation): number {
    if (value.kind !== 'transient') throw new Error('activations are transient')
    return value.bytes / 4 / this.layout.rows
  }

  /** The constant of this label, which `fill` computes when it is asked for first. */
  constant(label: string, fill: () => Float32Array<ArrayBuffer>): PlanBuffer {
    const known = this.#constants.get(label)
    if (known) return known
    const made: PlanBuffer = { kind: 'constant', label, data: fill() }
    this.#constants.set(label, made)
    return made
  }

  /** Where a parameter starts within its member, in elements. @throws RangeError where the family has none of this name. */
  offset(parameter: string): number {
    const at = this.parameters.offsets.get(parameter)
    if (at === undefined) throw new RangeError(`no parameter "${parameter}"`)
    return at
  }

  /** @throws Error where no op that leads to the loss has used the activation. */
  gradientOf(activation: PlanActivation): PlanBuffer {
    if (!activation.gradient)
      throw new Error('the loss does not depend on an activation: the forward pass has a dead end')
    return activation.gradient
  }
}
