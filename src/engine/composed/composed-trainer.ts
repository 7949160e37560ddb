/**
 * A population trained step by step with composed tf.js ops: a batch (step-batches.ts), its loss and the tape's gradients
 * (composed-model.ts), AdamW (composed-adamw.ts); evaluations stand apart (composed-evaluation.ts).
 */
import * as tf from '@tensorflow/tfjs'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import { yieldToEvents } from '../async/yield-to-events'
import { elementCount, initialParameters } from '../contract/parameters'
import type { PopulationSpec, PopulationTrainer } from '../contract/trainer'
import { createComposedAdamW } from './composed-adamw'
import type { ComposedBackend } from './composed-backend'
import { createComposedEvaluation } from './composed-evaluation'
import { createComposedModel, memberShape } from './composed-model'
import { byMember, byParameter } from './member-weights'
import { roundOnHost } from './round-on-host'
import { createStepBatches } from './step-batches'

export function createComposedTrainer(spec: PopulationSpec, backend: ComposedBackend): PopulationTrainer {
  const full = { options: RECIPE_OPTIONS, ...spec }
  const trainer = createFloat32Trainer(full, backend)
  const { precision } = full.options
  const seeds = spec.members.map(({ seed }) => seed)
  return precision === 'float32' ? trainer : roundOnHost(trainer, precision, seeds)
}

function createFloat32Trainer(spec: Required<PopulationSpec>, backend: ComposedBackend): PopulationTrainer {
  const { family, shape, members, options } = spec
  const count = members.length
  const model = createComposedModel(family, shape, backend.traits)
  const shapes = model.parameters.map((parameter) => memberShape(parameter, count))
  const trained = model.parameters.filter((parameter) => !parameter.frozen).length
  const batches = createStepBatches(spec)
  const optimizer = createComposedAdamW(spec, shapes.slice(0, trained))

  const seeds = members.map((member) => member.seed)
  /** @param values for each parameter (M, n). */
  const tensors = (values: readonly Float32Array[]): tf.Tensor3D[] =>
    values.map((all, p) => tf.tensor3d(all, shapes[p]!))
  let parameters = tensors(initialParameters(model.parameters, seeds, options.initStd))
  let step = 0
  /** (M) each, of the steps since losses were last taken. */
  let unread: tf.Tensor1D[] = []
  let disposed = false

  function trainOneStep(): void {
    const { memberLoss, gradients } = batches.withBatch(step, (batch) =>
      model.lossAndGradients(parameters, batch),
    )
    step++
    const next = optimizer.update(step, parameters.slice(0, trained), gradients.slice(0, trained), memberLoss)
    parameters = [...next.parameters, ...parameters.slice(trained)]
    unread.push(next.loss)
    tf.dispose([...gradients, memberLoss])
  }

  async function download(tensor: tf.Tensor): Promise<Float32Array> {
    const values = await backend.raceDeviceLost(tensor.data<'float32'>())
    tensor.dispose()
    // On the processor values are there at once, and a long evaluation would let nobody speak.
    await yieldToEvents()
    return values
  }

  return {
    numerics: 'composed',
    enqueue(steps) {
      for (let i = 0; i < steps; i++) trainOneStep()
    },

    unreadLimit: Number.POSITIVE_INFINITY,

    // The latest loss is there when everything before it is.
    done: async () => {
      const latest = unread.at(-1)
      if (latest) await backend.raceDeviceLost(latest.data())
    },

    async takeLosses() {
      const block = unread
      unread = []
      const firstStep = step - block.length + 1
      if (block.length === 0) return { firstStep, lossNats: new Float32Array(0) }
      const stacked = tf.stack(block)
      tf.dispose(block)
      return { firstStep, lossNats: await download(stacked) }
    },

    ...createComposedEvaluation(model, shape, () => parameters, download),

    async readWeights() {
      const values = await Promise.all(
        parameters.map((tensor) => backend.raceDeviceLost(tensor.data<'float32'>())),
      )
      return byMember(values, count)
    },

    writeWeights(weights) {
      // A procedure may go on for a moment after a stop: nobody would free what it makes.
      if (disposed) throw new Error('the trainer is disposed of')
      tf.dispose(parameters)
      parameters = tensors(byParameter(weights, model.parameters.map(elementCount)))
    },

    trainOn: (firstStrings) => batches.fix(firstStrings),

    dispose() {
      disposed = true
      tf.dispose([parameters, unread])
      optimizer.dispose()
      batches.dispose()
    },
  }
}
