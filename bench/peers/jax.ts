/** jax-js: the whole step (loss, gradient and Adam) under one `jit`, the loss awaited each step. */
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax'
import { type BenchmarkModel, LEARNING_RATE, uniformTokens } from '@/core/benchmark/models'
import { familyById } from '@/core/model/families'
import { bosToken } from '@/core/model/family'
import { initialParameters } from '@/engine/contract/parameters'
import type { OpenPeer, Peer } from '../peer'

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8]

/** A type, not an interface: jax-js's trees of arrays need an index signature. */
type Arrays = { [name: string]: np.Array }

export const peer: Peer = {
  name: 'jax-js',
  async open(model) {
    if (!(await init('webgpu')).includes('webgpu')) throw new Error('jax-js finds no WebGPU device here')
    defaultDevice('webgpu')
    return openModel(model)
  },
}

/** On one thread: Node has no web workers for its threads. */
export const wasmPeer: Peer = {
  name: 'jax-js, wasm',
  async open(model) {
    if (!(await init('wasm')).includes('wasm')) throw new Error('jax-js finds no WebAssembly here')
    defaultDevice('wasm')
    return openModel(model)
  },
}

function openModel(model: BenchmarkModel): OpenPeer {
  const { shape, batch } = model
  const { vocab, seqLen } = shape
  const specs = familyById('gpt2').parameters(shape)
  const values = initialParameters(specs, [0])
  const fresh = (valuesOf: (p: number) => Float32Array): Arrays =>
    Object.fromEntries(
      specs.map((spec, p) => [spec.name, np.array(new Float32Array(valuesOf(p))).reshape([...spec.shape])]),
    )

  const tokens = uniformTokens(model, 0)
  // The gradient of a gather would be a scatter, which jax-js has not: one-hot products, as in its own examples.
  const oneHot = (ids: Int32Array, classes: number): np.Array =>
    nn.oneHot(np.array(new Int32Array(ids)).reshape([batch, seqLen]), classes)
  const inputs = oneHot(
    tokens.map((_, i) => (i % seqLen === 0 ? bosToken(vocab) : tokens[i - 1]!)),
    vocab + 1,
  )
  const targets = oneHot(tokens, vocab)

  const lossAndGradient = valueAndGrad((params: Arrays, x: np.Array, y: np.Array) =>
    lossOf(params, x, y, model),
  )
  const step = jit(
    (params: Arrays, first: Arrays, second: Arrays, time: np.Array, x: np.Array, y: np.Array) => {
      const [loss, gradient] = lossAndGradient(tree.ref(params), x, y)
      const next = {
        loss,
        params: {} as Arrays,
        first: {} as Arrays,
        second: {} as Arrays,
        time: time.ref.add(1),
      }
      for (const name of Object.keys(params)) {
        const g = gradient[name]!
        const m = first[name]!.mul(BETA1).add(g.ref.mul(1 - BETA1))
        const v = second[name]!.mul(BETA2).add(np.square(g).mul(1 - BETA2))
        const mHat = m.ref.div(np.subtract(1, np.power(BETA1, time.ref)))
        const vHat = v.ref.div(np.subtract(1, np.power(BETA2, time.ref)))
        next.params[name] = params[name]!.sub(mHat.div(np.sqrt(vHat).add(EPSILON)).mul(LEARNING_RATE))
        next.first[name] = m
        next.second[name] = v
      }
      time.dispose()
      return next
    },
  )

  const zeros = (): Arrays => fresh((p) => new Float32Array(values[p]!.length))
  let state = { params: fresh((p) => values[p]!), first: zeros(), second: zeros(), time: np.array(1) }
  let last = Number.NaN
  /** @returns the loss. */
  const stepOnce = (): np.Array => {
    const { params, first, second, time } = state
    const { loss, ...next } = step(params, first, second, time, inputs.ref, targets.ref)
    state = next
    return loss
  }
  const advance = async (steps: number): Promise<void> => {
    for (let i = 1; i < steps; i++) stepOnce().dispose()
    last = (await stepOnce().data())[0]!
  }
  return {
    stepsPerCall: 1,
    lossRead: 'each step',
    step: () => advance(1),
    advance,
    settle: () => Promise.resolve(last),
    dispose() {
      tree.dispose(state)
      inputs.dispose()
      targets.dispose()
      step.dispose()
    },
  }
}

/** Every array is consumed by what uses it; `.ref` keeps it for one more use. */
function lossOf(
  params: Arrays,
  inputs: np.Array,
  targets: np.Array,
  { shape, batch }: BenchmarkModel,
): np.Array {
  const { layers, width, heads, vocab, seqLen, tied } = shape
  const get = (name: string): np.Array => params[name]!
  const norm = (x: np.Array, name: string): np.Array =>
    nn
      .standardize(x, -1)
      .mul(get(`${name}.gain`))
      .add(get(`${name}.bias`))
  const linear = (x: np.Array, name: string): np.Array =>
    np.matmul(x, get(`${name}.weight`)).add(get(`${name}.bias`))
  // Its own dotProductAttention needs Node 22's iterator helpers; this is the same arithmetic.
  const attend = (qkv: np.Array): np.Array => {
    const [q, k, v] = np
      .split(qkv, 3, -1)
      .map((part) => part.reshape([batch, seqLen, heads, width / heads]).transpose([0, 2, 1, 3]))
    const scores = np.matmul(q!, k!.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(width / heads))
    const seen = np.tri(seqLen, seqLen, 0, { dtype: np.bool })
    const weights = nn.softmax(np.where(seen, scores, -1e9), -1)
    return np.matmul(weights, v!).transpose([0, 2, 1, 3]).reshape([batch, seqLen, width])
  }
  let x = np.matmul(inputs, get('tokens').ref).add(get('positions'))
  for (let l = 0; l < layers; l++) {
    x = x.ref.add(linear(attend(linear(norm(x, `h${l}.norm1`), `h${l}.qkv`)), `h${l}.attnOut`))
    x = x.ref.add(linear(nn.gelu(linear(norm(x, `h${l}.norm2`), `h${l}.mlpIn`)), `h${l}.mlpOut`))
  }
  const unembedding = tied ? get('tokens').slice([0, vocab]) : get('head')
  const logits = np.matmul(norm(x, 'normOut'), unembedding.transpose())
  return nn
    .logSoftmax(logits, -1)
    .mul(targets)
    .sum()
    .mul(-1 / (batch * seqLen))
}
