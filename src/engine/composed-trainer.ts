/**
 * A population trained step by step with composed tf.js ops: loss, tape gradients, then AdamW on all parameters at once, laid out
 * as one (M, P) matrix. Members never meet: each has its own rows, gradient norm and learning rate.
 */
import * as tf from '@tensorflow/tfjs'
import { batchIndices } from '@/core/batch-order'
import { familyById } from '@/core/families'
import { bosToken, type ParameterSpec } from '@/core/family'
import { RECIPE, scheduleFactor } from '@/core/recipe'
import type { Backend } from './backend'
import { type BatchTensors, createComposedOps } from './composed-ops'
import { forwardById } from './families'
import { elementCount, initialParameters } from './parameters'
import type { Member, PopulationSpec, PopulationTrainer } from './trainer'

/** Strings a member per evaluation pass: bounds the memory that code lengths take. */
const EVALUATION_BATCH = 512

/** A batch, and the weight of each row in its member's mean loss: 1/(B·S), or 0 on rows that only pad. */
interface WeightedBatch {
  readonly tensors: BatchTensors
  readonly weights: tf.Tensor2D
}

export function createComposedTrainer(spec: PopulationSpec, backend: Backend): PopulationTrainer {
  const { shape, steps, members } = spec
  const forward = forwardById(spec.family)
  const specs = familyById(spec.family).parameters(shape)
  const memberCount = members.length
  const widestBatch = Math.max(...members.map((member) => member.batch))
  const fullBatch = members.every((member) => member.batch * shape.seqLen === member.tokens.length)

  let parameters = initialParameters(
    specs,
    members.map((member) => member.seed),
  ).map((values, p) => tf.tensor3d(values, parameterShape(specs[p]!, memberCount)))
  const parametersPerMember = specs.reduce((sum, parameter) => sum + elementCount(parameter), 0)
  let firstMoment = tf.zeros<tf.Rank.R2>([memberCount, parametersPerMember])
  let secondMoment = tf.zeros<tf.Rank.R2>([memberCount, parametersPerMember])
  const wholeBatch = fullBatch ? batchOf(members.map((member) => member.tokens)) : undefined

  let step = 0
  let firstUnread = 1
  let unreadLosses: tf.Tensor1D[] = []

  /** @param tokens for each member (B, S) token ids, at most `rows` strings. */
  function batchOf(tokens: readonly Int32Array[], strings = widestBatch): WeightedBatch {
    const { vocab, seqLen } = shape
    const rows = strings * seqLen
    const inputs = new Int32Array(memberCount * rows)
    const targets = new Int32Array(memberCount * rows)
    const weights = new Float32Array(memberCount * rows)
    tokens.forEach((own, member) => {
      for (let r = 0; r < own.length; r++) {
        const at = member * rows + r
        inputs[at] = r % seqLen === 0 ? bosToken(vocab) : own[r - 1]!
        targets[at] = own[r]!
        weights[at] = 1 / own.length
      }
    })
    return tf.tidy(() => {
      const oneHot = (ids: Int32Array, depth: number) =>
        tf.reshape(tf.cast(tf.oneHot(tf.tensor1d(ids, 'int32'), depth), 'float32'), [
          memberCount,
          rows,
          depth,
        ])
      const positions = Int32Array.from({ length: memberCount * rows }, (_, r) => r % seqLen)
      return {
        tensors: {
          inputs: tf.concat([oneHot(inputs, vocab + 1), oneHot(positions, seqLen)], 2) as tf.Tensor3D,
          targets: oneHot(targets, vocab) as tf.Tensor3D,
        },
        weights: tf.tensor2d(weights, [memberCount, rows]),
      }
    })
  }

  function forwardPass(values: readonly tf.Tensor3D[], batch: BatchTensors): tf.Tensor2D {
    const byName = new Map(specs.map((parameter, p) => [parameter.name, values[p]!]))
    return forward.forward(createComposedOps(byName, batch, shape, backend.traits), shape)
  }

  /** One AdamW step (Loshchilov & Hutter 2019), decoupled decay on all parameters, clipped by each member's own gradient norm. */
  function update(gradients: readonly tf.Tensor[]): void {
    const flatten = (tensors: readonly tf.Tensor[]) =>
      tf.concat(
        tensors.map((t) => tf.reshape(t, [memberCount, -1])),
        1,
      ) as tf.Tensor2D
    const factor = scheduleFactor(step, steps)
    const next = tf.tidy(() => {
      const rates = tf.tensor2d(
        members.map((member) => member.learningRate * factor),
        [memberCount, 1],
      )
      const raw = flatten(gradients)
      const norm = tf.sqrt(tf.sum(tf.square(raw), 1, true))
      const clipped = tf.mul(raw, tf.minimum(1, tf.div(RECIPE.clipNorm, tf.add(norm, 1e-6))))
      const m = tf.add(tf.mul(firstMoment, RECIPE.beta1), tf.mul(clipped, 1 - RECIPE.beta1))
      const v = tf.add(tf.mul(secondMoment, RECIPE.beta2), tf.mul(tf.square(clipped), 1 - RECIPE.beta2))
      const deviation = tf.add(tf.sqrt(tf.div(v, 1 - RECIPE.beta2 ** step)), RECIPE.epsilon)
      const direction = tf.div(tf.div(m, 1 - RECIPE.beta1 ** step), deviation)
      const flat = flatten(parameters)
      const moved = tf.sub(flat, tf.mul(rates, tf.add(direction, tf.mul(flat, RECIPE.weightDecay))))
      const parts = tf.split(moved, specs.map(elementCount), 1)
      return { m, v, parts: parts.map((part, p) => tf.reshape(part, parameterShape(specs[p]!, memberCount))) }
    })
    tf.dispose([parameters, firstMoment, secondMoment])
    parameters = next.parts as tf.Tensor3D[]
    firstMoment = next.m as tf.Tensor2D
    secondMoment = next.v as tf.Tensor2D
  }

  function batchOfStep(): WeightedBatch {
    return batchOf(members.map((member) => minibatch(member, step, shape.seqLen)))
  }

  function trainOneStep(): void {
    const batch = wholeBatch ?? batchOfStep()
    step++
    const { memberLoss, grads } = tf.tidy(() => {
      let memberLoss: tf.Tensor1D | undefined
      const { grads } = tf.valueAndGrads((...values: tf.Tensor[]) => {
        const nats = forwardPass(values as tf.Tensor3D[], batch.tensors)
        memberLoss = tf.keep(tf.sum(tf.mul(nats, batch.weights), 1))
        // The members' gradients do not mix: each loss depends on its own parameters alone.
        return tf.sum(memberLoss)
      })(parameters)
      return { memberLoss: memberLoss!, grads }
    })
    update(grads)
    tf.dispose(grads)
    unreadLosses.push(memberLoss)
    if (!wholeBatch) tf.dispose([batch.tensors.inputs, batch.tensors.targets, batch.weights])
  }

  async function evaluatePass(tokens: readonly Int32Array[], strings: number): Promise<Float32Array> {
    const batch = batchOf(tokens, strings)
    const perString = tf.tidy(() => {
      const nats = forwardPass(parameters, batch.tensors)
      return tf.sum(tf.reshape(nats, [memberCount, strings, shape.seqLen]), 2)
    })
    tf.dispose([batch.tensors.inputs, batch.tensors.targets, batch.weights])
    const values = await backend.orLost(perString.data<'float32'>())
    perString.dispose()
    return values
  }

  return {
    enqueue(count) {
      for (let i = 0; i < count; i++) trainOneStep()
    },

    async takeLosses() {
      const firstStep = firstUnread
      const block = unreadLosses
      if (block.length === 0) return { firstStep, nats: new Float32Array(0) }
      unreadLosses = []
      firstUnread += block.length
      const stacked = tf.stack(block)
      tf.dispose(block)
      const nats = await backend.orLost(stacked.data<'float32'>())
      stacked.dispose()
      return { firstStep, nats }
    },

    async codeLengths(tokens) {
      const { seqLen } = shape
      const counts = tokens.map((own) => own.length / seqLen)
      const results = counts.map((count) => new Float64Array(count))
      const most = Math.max(...counts)
      for (let from = 0; from < most; from += EVALUATION_BATCH) {
        const strings = Math.min(EVALUATION_BATCH, most - from)
        const part = tokens.map((own) => own.subarray(from * seqLen, (from + strings) * seqLen))
        const values = await evaluatePass(part, strings)
        results.forEach((result, member) => {
          const own = values.subarray(
            member * strings,
            member * strings + Math.min(strings, result.length - from),
          )
          if (from < result.length) result.set(own, from)
        })
      }
      return results
    },

    dispose() {
      tf.dispose([parameters, firstMoment, secondMoment, unreadLosses])
      if (wholeBatch) tf.dispose([wholeBatch.tensors.inputs, wholeBatch.tensors.targets, wholeBatch.weights])
    },
  }
}

/** Vectors get a row axis, so that they broadcast over (M, R, n). */
function parameterShape(spec: ParameterSpec, members: number): [number, number, number] {
  const [rows, columns] = spec.shape.length === 1 ? [1, spec.shape[0]!] : [spec.shape[0]!, spec.shape[1]!]
  return [members, rows, columns]
}

/** The strings of one step, (B, S). */
function minibatch(member: Member, step: number, seqLen: number): Int32Array {
  const count = member.tokens.length / seqLen
  if (member.batch === count) return member.tokens
  const tokens = new Int32Array(member.batch * seqLen)
  batchIndices(member.seed, step, member.batch, count).forEach((index, b) => {
    tokens.set(member.tokens.subarray(index * seqLen, (index + 1) * seqLen), b * seqLen)
  })
  return tokens
}
