/**
 * @genai-fi/nanogpt: its own model (RMS norm, no biases), trainer and AdamW, over fused WebGPU kernels on a tf.js that it bundles. Its
 * training job cannot be stepped from outside, so the job is opened as an application would and cancelled at once; each step then calls
 * the trainer's step that the job's loop would call, and awaits its loss.
 */
import { type BenchmarkModel, LEARNING_RATE, uniformTokens } from '@/core/benchmark/models'
import type { OpenPeer, Peer } from '../peer'

export const peer: Peer = {
  name: 'nanogpt',
  async open(model) {
    // Its bundle is made for browsers: it has to find what only a browser's worker has.
    Object.assign(globalThis, { WorkerGlobalScope: class {} })
    const library = await import('@genai-fi/nanogpt')
    await library.TeachableLLM.selectBackend('webgpu')
    return openModel(model, library)
  },
}

type Library = typeof import('@genai-fi/nanogpt')

async function openModel(
  model: BenchmarkModel,
  { models, TeachableLLM, tokenise }: Library,
): Promise<OpenPeer> {
  const { layers, width, heads, vocab, seqLen } = model.shape
  const network = new models.NanoGPTV1({
    modelType: 'GenAI_NanoGPT_v1',
    vocabSize: vocab,
    blockSize: seqLen,
    nLayer: layers,
    nHead: heads,
    nEmbed: width,
    mlpFactor: 4,
    useRope: false,
  })
  const tokeniser = new tokenise.CharTokeniser(
    Array.from({ length: vocab }, (_, i) => String.fromCharCode(97 + i)),
  )
  const { training } = new TeachableLLM(tokeniser, network)
  const job = await training.job(
    {
      method: { type: 'pretraining' },
      batchSize: model.batch,
      learningRate: LEARNING_RATE,
      maxEpochs: 1,
    },
    // One token more than a batch: each target is the token behind its input.
    [Uint16Array.from([...uniformTokens(model, 0), 0])],
    [{ id: 'bench', name: 'bench', conversational: false }],
  )
  // Node 20 has no iterator helpers, which its bookkeeping of the end needs: there the loop ends as well, but with an error.
  const ended = new Promise<void>((resolve) => {
    training.on('cancelled', () => resolve())
    training.on('error', () => resolve())
  })
  training.cancel(job.id)
  await ended
  const batches = await job.trainDataset!.iterator()
  const { value } = await batches.next()
  const { trainer } = job
  let last = Number.NaN
  // biome-ignore lint/complexity/useLiteralKeys: the loop's own step is protected, and TypeScript lets only a literal key pass
  const trainStep = () => trainer['trainStep']({}, value)
  const advance = async (steps: number): Promise<void> => {
    for (let i = 1; i < steps; i++) trainStep().dispose()
    const loss = trainStep()
    last = (await loss.data())[0]!
    loss.dispose()
  }
  return {
    stepsPerCall: 1,
    lossRead: 'each step',
    step: () => advance(1),
    advance,
    settle: () => Promise.resolve(last),
    dispose: () => network.dispose(),
  }
}
