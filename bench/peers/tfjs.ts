/** tf.js as it comes: GPT-2 in plain eager ops, `tf.train.adam`, and the loss awaited each step, as its own examples do. */
import * as tf from '@tensorflow/tfjs'
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu'
import '@tensorflow/tfjs-backend-webgpu/dist/register_all_kernels'
import { type BenchmarkModel, LEARNING_RATE, uniformTokens } from '@/core/benchmark/models'
import { familyById } from '@/core/model/families'
import { bosToken } from '@/core/model/family'
import { initialParameters } from '@/engine/contract/parameters'
import type { OpenPeer, Peer } from '../peer'

export const peer: Peer = {
  name: 'tf.js',
  async open(model) {
    await startBackend()
    return openModel(model)
  },
}

/** What tf.js's own registration does in a browser; in Node it finds no window and does not register. */
async function startBackend(): Promise<void> {
  tf.enableProdMode()
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) throw new Error('no adapter')
  const { maxBufferSize, maxStorageBufferBindingSize, maxComputeWorkgroupStorageSize } = adapter.limits
  const { maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX } = adapter.limits
  const device = await adapter.requestDevice({
    requiredLimits: {
      maxBufferSize,
      maxStorageBufferBindingSize,
      maxComputeWorkgroupStorageSize,
      maxComputeInvocationsPerWorkgroup,
      maxComputeWorkgroupSizeX,
    },
  })
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info))
  await tf.setBackend('webgpu')
  await tf.ready()
}

function openModel(model: BenchmarkModel): OpenPeer {
  const { layers, width, heads, vocab, seqLen } = model.shape
  const headWidth = width / heads
  const rows = model.batch * seqLen

  const specs = familyById('gpt2').parameters(model.shape)
  const initial = initialParameters(specs, [0])
  const params = new Map(
    specs.map(({ name, shape }, p) => [name, tf.variable(tf.tensor(initial[p]!, [...shape]))]),
  )
  const get = (name: string): tf.Variable => params.get(name)!

  const tokens = uniformTokens(model, 0)
  const inputs = tf.tensor1d(
    tokens.map((_, i) => (i % seqLen === 0 ? bosToken(vocab) : tokens[i - 1]!)),
    'int32',
  )
  const targets = tf.oneHot(tf.tensor1d(tokens, 'int32'), vocab).toFloat()
  const mask = tf.tidy(() =>
    tf.linalg
      .bandPart(tf.ones([seqLen, seqLen]), -1, 0)
      .sub(1)
      .mul(1e9),
  )

  const linear = (x: tf.Tensor2D, name: string): tf.Tensor2D =>
    x.matMul<tf.Tensor2D>(get(`${name}.weight`)).add(get(`${name}.bias`))
  const norm = (x: tf.Tensor2D, name: string): tf.Tensor2D => {
    const { mean, variance } = tf.moments(x, -1, true)
    return x
      .sub(mean)
      .mul(variance.add(1e-5).rsqrt())
      .mul(get(`${name}.gain`))
      .add(get(`${name}.bias`))
  }
  const gelu = (x: tf.Tensor2D): tf.Tensor2D =>
    x.mul(0.5).mul(
      x
        .add(x.pow(3).mul(0.044715))
        .mul(Math.sqrt(2 / Math.PI))
        .tanh()
        .add(1),
    )
  const attend = (qkv: tf.Tensor2D): tf.Tensor2D => {
    const [q, k, v] = tf
      .split(qkv, 3, 1)
      .map((part) => part.reshape([model.batch, seqLen, heads, headWidth]).transpose([0, 2, 1, 3]))
    const scores = tf
      .matMul(q!, k!, false, true)
      .mul(1 / Math.sqrt(headWidth))
      .add(mask)
    return tf.matMul(tf.softmax(scores), v!).transpose([0, 2, 1, 3]).reshape([rows, width])
  }
  const lossOf = (): tf.Scalar => {
    let x = tf
      .gather(get('tokens'), inputs)
      .reshape([model.batch, seqLen, width])
      .add(get('positions'))
      .reshape<tf.Tensor2D>([rows, width])
    for (let l = 0; l < layers; l++) {
      x = x.add(linear(attend(linear(norm(x, `h${l}.norm1`), `h${l}.qkv`)), `h${l}.attnOut`))
      x = x.add(linear(gelu(linear(norm(x, `h${l}.norm2`), `h${l}.mlpIn`)), `h${l}.mlpOut`))
    }
    const unembedding = get('tokens').slice([0, 0], [vocab, width])
    const logits = tf.matMul(norm(x, 'normOut'), unembedding, false, true)
    return tf.losses.softmaxCrossEntropy(targets, logits).asScalar()
  }

  const optimizer = tf.train.adam(LEARNING_RATE)
  let last = Number.NaN
  const advance = async (steps: number): Promise<void> => {
    for (let i = 1; i < steps; i++) optimizer.minimize(lossOf, false)
    const loss = optimizer.minimize(lossOf, true)!
    last = (await loss.data())[0]!
    loss.dispose()
  }
  return {
    stepsPerCall: 1,
    lossRead: 'each step',
    step: () => advance(1),
    advance,
    settle: () => Promise.resolve(last),
    dispose: () => tf.disposeVariables(),
  }
}
