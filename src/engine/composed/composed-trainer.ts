/**
 * A population trained step by step with composed tf.js ops: loss, tape gradients, then AdamW on all parameters at once, laid out
 * as one (M, P) matrix. Members never meet: each has its own rows, gradient norm and learning rate.
 */
import * as tf from '@tensorflow/tfjs'
import { batchIndices } from '@/core/data/batch-order'
import { RECIPE, RECIPE_OPTIONS, scheduleFactor } from '@/core/model/recipe'
import { nextTask } from '../async/next-task'
import { passes } from '../contract/evaluation-passes'
import { elementCount, initialParameters } from '../contract/parameters'
import type { Member, PopulationSpec, PopulationTrainer } from '../contract/trainer'
import type { Backend } from '../devices/backend'
import { type ComposedBatch, createBatch, disposeBatch } from './composed-batch'
import { createComposedModel, memberShape } from './composed-model'
import { roundOnHost } from './round-on-host'

/** Strings a member per evaluation pass: bounds the memory that code lengths take. */
const EVALUATION_BATCH = 512
/** Logits of all members in one pass. */
const EVALUATION_LOGITS = 2 ** 21

export function createComposedTrainer(
  spec: PopulationSpec,
  backend: Pick<Backend, 'traits' | 'orLost'>,
): PopulationTrainer {
  const { precision } = spec.options ?? RECIPE_OPTIONS
  const trainer = createFloat32Trainer(spec, backend)
  const seeds = spec.members.map(({ seed }) => seed)
  return precision === 'float32' ? trainer : roundOnHost(trainer, precision, seeds)
}

function createFloat32Trainer(
  { family, shape, steps, members, options = RECIPE_OPTIONS }: PopulationSpec,
  backend: Pick<Backend, 'traits' | 'orLost'>,
): PopulationTrainer {
  const { seqLen } = shape
  const model = createComposedModel(family, shape, backend.traits)
  const count = members.length
  const trained = model.parameters.filter((spec) => !spec.frozen).length
  const sizes = model.parameters.slice(0, trained).map(elementCount)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const seeds = members.map((member) => member.seed)
  const widest = Math.max(...members.map((member) => member.batch))
  const learningRates = tf.tensor2d(
    members.map((member) => member.learningRate),
    [count, 1],
  )
  const wholeData = members.every((member) => member.batch * seqLen === member.tokens.length)
    ? createBatch(
        shape,
        members.map((member) => member.tokens),
        widest,
      )
    : undefined

  let parameters = initialParameters(model.parameters, seeds, options.initStd).map((values, p) =>
    tf.tensor3d(values, memberShape(model.parameters[p]!, count)),
  )
  const noLoss = tf.fill([count], Number.NaN)
  /** (M, 1): whether gradients have been finite so far. */
  let healthy = tf.ones([count, 1], 'bool')
  let firstMoment: tf.Tensor = tf.zeros([count, total])
  let secondMoment: tf.Tensor = tf.zeros([count, total])
  let step = 0
  let unread: tf.Tensor1D[] = []
  let firstStrings: readonly number[] | undefined

  const flatten = (tensors: readonly tf.Tensor[]): tf.Tensor =>
    tf.concat(
      tensors.map((tensor) => tf.reshape(tensor, [count, -1])),
      1,
    )

  /** AdamW (Loshchilov & Hutter 2019), decoupled decay on all parameters; gradients clipped by each member's own norm. */
  function update(gradients: readonly tf.Tensor[], memberLoss: tf.Tensor1D): tf.Tensor1D {
    const { beta1, beta2, weightDecay, clipNorm } = options
    const next = tf.tidy(() => {
      const raw = flatten(gradients)
      const squares = tf.sum(tf.square(raw), 1, true)
      const norm = tf.sqrt(squares)
      // A comparison with NaN is false. A loss that is not finite has such a gradient too.
      const goesOn = tf.logicalAnd(healthy, tf.less(squares, Number.POSITIVE_INFINITY))
      const gradient = tf.mul(raw, tf.div(clipNorm, tf.maximum(norm, clipNorm)))
      const first = tf.add(tf.mul(firstMoment, beta1), tf.mul(gradient, 1 - beta1))
      const second = tf.add(tf.mul(secondMoment, beta2), tf.mul(tf.square(gradient), 1 - beta2))
      const deviation = tf.add(tf.sqrt(tf.div(second, 1 - beta2 ** step)), RECIPE.epsilon)
      const direction = tf.div(tf.div(first, 1 - beta1 ** step), deviation)
      const flat = flatten(parameters.slice(0, trained))
      const rates = tf.mul(learningRates, scheduleFactor(step, steps, options.schedule))
      const moved = tf.sub(flat, tf.mul(rates, tf.add(direction, tf.mul(flat, weightDecay))))
      const parts = tf
        .split(tf.where(goesOn, moved, flat), sizes, 1)
        .map((part, p) => tf.reshape<tf.Rank.R3>(part, memberShape(model.parameters[p]!, count)))
      const loss = tf.where(tf.reshape(goesOn, [count]), memberLoss, noLoss)
      return { first, second, parts, goesOn, loss }
    })
    tf.dispose([...parameters.slice(0, trained), firstMoment, secondMoment, healthy])
    healthy = next.goesOn
    parameters = [...next.parts, ...parameters.slice(trained)]
    firstMoment = next.first
    secondMoment = next.second
    return next.loss as tf.Tensor1D
  }

  function trainOneStep(): void {
    const batch =
      wholeData ??
      createBatch(
        shape,
        members.map((member, m) => stepTokens(member, step, seqLen, firstStrings?.[m])),
        widest,
      )
    step++
    const { memberLoss, gradients } = model.lossAndGradients(parameters, batch)
    unread.push(update(gradients.slice(0, trained), memberLoss))
    tf.dispose([...gradients, memberLoss])
    if (!wholeData) disposeBatch(batch)
  }

  /** @returns (M, strings) nats. */
  async function stringCodeLengths(tokens: readonly Int32Array[], strings: number): Promise<Float32Array> {
    const batch: ComposedBatch = createBatch(shape, tokens, strings)
    const perString = tf.tidy(() => {
      const nats = model.codeLengths(parameters, batch)
      return tf.sum(tf.reshape(nats, [count, strings, seqLen]), 2)
    })
    disposeBatch(batch)
    return download(perString)
  }

  async function download(tensor: tf.Tensor): Promise<Float32Array> {
    const values = await backend.orLost(tensor.data<'float32'>())
    tensor.dispose()
    // On the processor values are there at once, and a long evaluation would let nobody speak.
    await nextTask()
    return values
  }

  let disposed = false

  return {
    enqueue(steps) {
      for (let i = 0; i < steps; i++) trainOneStep()
    },

    unreadLimit: Number.POSITIVE_INFINITY,

    // The latest loss is there when everything before it is.
    done: async () => {
      const latest = unread.at(-1)
      if (latest) await backend.orLost(latest.data())
    },

    async takeLosses() {
      const block = unread
      unread = []
      const firstStep = step - block.length + 1
      if (block.length === 0) return { firstStep, nats: new Float32Array(0) }
      const stacked = tf.stack(block)
      tf.dispose(block)
      return { firstStep, nats: await download(stacked) }
    },

    async codeLengths(tokens) {
      const results = tokens.map((own) => new Float64Array(own.length / seqLen))
      for (const { from, part, most } of passes(tokens, seqLen, EVALUATION_BATCH)) {
        const nats = await stringCodeLengths(part, most)
        part.forEach((own, m) => {
          const strings = own.length / seqLen
          if (strings > 0) results[m]!.set(nats.subarray(m * most, m * most + strings), from)
        })
      }
      return results
    },

    async predictions(tokens, visit) {
      const strings = Math.max(1, Math.floor(EVALUATION_LOGITS / (count * seqLen * shape.vocab)))
      for (const { from, part, most } of passes(tokens, seqLen, strings)) {
        const batch = createBatch(shape, part, most)
        const logits = model.logits(parameters, batch)
        disposeBatch(batch)
        const values = await download(logits)
        const size = seqLen * shape.vocab
        part.forEach((own, m) => {
          for (let n = 0; n < own.length / seqLen; n++) {
            const at = (m * most + n) * size
            visit(m, from + n, values.subarray(at, at + size))
          }
        })
      }
    },

    async readWeights() {
      const values = await Promise.all(parameters.map((tensor) => backend.orLost(tensor.data<'float32'>())))
      return members.map((_, m) => {
        const own = values.map((all) =>
          all.subarray((m * all.length) / count, ((m + 1) * all.length) / count),
        )
        return Float32Array.from(own.flatMap((part) => [...part]))
      })
    },

    writeWeights(weights) {
      // A procedure may go on for a moment after a stop: nobody would free what it makes.
      if (disposed) throw new Error('the trainer is disposed of')
      tf.dispose(parameters)
      let at = 0
      parameters = model.parameters.map((spec) => {
        const size = elementCount(spec)
        const values = new Float32Array(count * size)
        weights.forEach((own, m) => {
          values.set(own.subarray(at, at + size), m * size)
        })
        at += size
        return tf.tensor3d(values, memberShape(spec, count))
      })
    },

    trainOn(strings) {
      if (wholeData) throw new RangeError('every batch is all of its data: there is nothing to choose from')
      firstStrings = strings
    },

    dispose() {
      disposed = true
      tf.dispose([parameters, firstMoment, secondMoment, healthy, noLoss, learningRates, unread])
      if (wholeData) disposeBatch(wholeData)
    },
  }
}

/** The strings that one member trains on in one step, (B, S): from `first` on where it is given, else drawn. */
function stepTokens(member: Member, step: number, seqLen: number, first: number | undefined): Int32Array {
  if (first !== undefined) return member.tokens.subarray(first * seqLen, (first + member.batch) * seqLen)
  const count = member.tokens.length / seqLen
  if (member.batch === count) return member.tokens
  const tokens = new Int32Array(member.batch * seqLen)
  batchIndices(member.seed, step, member.batch, count).forEach((index, b) => {
    tokens.set(member.tokens.subarray(index * seqLen, (index + 1) * seqLen), b * seqLen)
  })
  return tokens
}
