/** The trained models that are kept alive, bounded by their bytes: the oldest go first. */
import type { Dataset } from '@/core/data/dataset'
import type { TrainedModel } from '../questions'

/** A Tiny model with all its snapshots is 0.1 MiB, one of 100,000 parameters 10. */
const STORE_BYTES = 96 * 2 ** 20

export interface ModelStore {
  /** Keeps a model, in place of one of the same trial. Of one that is too large with its snapshots only the end of its training is kept. */
  keep(model: TrainedModel): void
  get(trialKey: string): TrainedModel | undefined
  /** Bytes of what is kept. */
  readonly bytes: number
}

export function createModelStore(limit = STORE_BYTES): ModelStore {
  /** A map keeps the order of insertion: the oldest is the first. */
  const models = new Map<string, TrainedModel>()
  let bytes = 0
  function drop(key: string): void {
    const model = models.get(key)
    if (!model) return
    models.delete(key)
    bytes -= bytesOf(model)
  }
  return {
    keep(trained) {
      const model =
        bytesOf(trained) <= limit ? trained : { ...trained, snapshots: trained.snapshots.slice(-1) }
      drop(model.trial.key)
      if (bytesOf(model) > limit) return
      models.set(model.trial.key, model)
      bytes += bytesOf(model)
      for (const key of models.keys()) {
        if (bytes <= limit) return
        drop(key)
      }
    },
    get: (key) => models.get(key),
    get bytes() {
      return bytes
    },
  }
}

function bytesOf({ snapshots, strings }: TrainedModel): number {
  const datasets: readonly Dataset[] = strings ? [strings.training, strings.heldOut] : []
  const arrays = [
    ...snapshots.map(({ weights }) => weights),
    ...datasets.flatMap(({ tokens, sourceBits }) => [tokens, sourceBits]),
  ]
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)
}
