/**
 * AdamW (Loshchilov & Hutter 2019) for a population, on the trained parameters of all members laid out as one (M, P) matrix: decoupled
 * decay on all of them; gradients clipped by each member's own norm. Members never meet: each has its own row, norm and learning rate.
 */
import * as tf from '@tensorflow/tfjs'
import { RECIPE, scheduleFactor } from '@/core/model/recipe'
import type { PopulationSpec } from '../contract/trainer'

export interface ComposedAdamW {
  /**
   * @param step from 1. @param parameters the trained ones, which it disposes of. @param memberLoss (M) before the update.
   * @returns the new parameters in their places, and the loss, NaN for members that have diverged: these keep their weights.
   */
  update(
    step: number,
    parameters: readonly tf.Tensor3D[],
    gradients: readonly tf.Tensor3D[],
    memberLoss: tf.Tensor1D,
  ): { readonly parameters: readonly tf.Tensor3D[]; readonly loss: tf.Tensor1D }
  dispose(): void
}

/** @param shapes of the trained parameters, (M, rows, columns). */
export function createComposedAdamW(
  { members, steps, options }: Required<PopulationSpec>,
  shapes: readonly [number, number, number][],
): ComposedAdamW {
  const { beta1, beta2, weightDecay, clipNorm, schedule } = options
  const count = members.length
  const sizes = shapes.map(([, rows, columns]) => rows * columns)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const learningRates = tf.tensor2d(
    members.map((member) => member.learningRate),
    [count, 1],
  )
  const noLoss = tf.fill([count], Number.NaN)
  /** (M, 1): whether gradients have been finite so far. */
  let healthy: tf.Tensor = tf.ones([count, 1], 'bool')
  let firstMoment: tf.Tensor = tf.zeros([count, total])
  let secondMoment: tf.Tensor = tf.zeros([count, total])

  const flatten = (tensors: readonly tf.Tensor[]): tf.Tensor =>
    tf.concat(
      tensors.map((tensor) => tf.reshape(tensor, [count, -1])),
      1,
    )

  return {
    update(step, parameters, gradients, memberLoss) {
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
        const flat = flatten(parameters)
        const rates = tf.mul(learningRates, scheduleFactor(step, steps, schedule))
        const moved = tf.sub(flat, tf.mul(rates, tf.add(direction, tf.mul(flat, weightDecay))))
        const parts = tf
          .split(tf.where(goesOn, moved, flat), sizes, 1)
          .map((part, p) => tf.reshape<tf.Rank.R3>(part, shapes[p]!))
        const loss = tf.where(tf.reshape(goesOn, [count]), memberLoss, noLoss)
        return { first, second, parts, goesOn, loss: loss as tf.Tensor1D }
      })
      tf.dispose([...parameters, firstMoment, secondMoment, healthy])
      healthy = next.goesOn
      firstMoment = next.first
      secondMoment = next.second
      return { parameters: next.parts, loss: next.loss }
    },
    dispose() {
      tf.dispose([firstMoment, secondMoment, healthy, noLoss, learningRates])
    },
  }
}
