/**
 * Datasets with planted strings: some of the source's own that are there several times, or canaries (Carlini et al. 2019, "The Secret
 * Sharer"): uniform strings, which no source here makes likely. A dataset of N strings has N strings with the copies; those drawn from the
 * source as always come first, and the planted ones last. A canary's own probability is the one that it was drawn with, V^−S.
 */
import { type Dataset, heldOutStrings, pickStrings, trainingStrings } from '@/core/data/dataset'
import { randomStream } from '@/core/data/rng'
import { createSource } from '@/core/data/sources'
import { evenSample } from '@/core/metrics/recall'
import type { Settings, Trial } from '@/core/sweep/trial'
import { datasetRequest } from '@/core/sweep/trial-strings'

export const PLANTED_KINDS = ['none', 'copies', 'canaries'] as const
export type PlantedKind = (typeof PLANTED_KINDS)[number]

export interface Planting {
  readonly kind: PlantedKind
  /** How often each of them is in the data. */
  readonly repeats: readonly number[]
  /** Distinct strings for each number of repeats. */
  readonly distinct: number
}

/** A planting as settings of a trial; empty where nothing is planted, so that such trials have no settings. */
export const plantingSettings = ({ kind, repeats, distinct }: Planting): Settings =>
  kind === 'none' ? {} : { planted: kind, repeats: repeats.join('-'), distinct }

export function plantingOf({ planted, repeats, distinct }: Settings): Planting {
  const kind = PLANTED_KINDS.find((known) => known === planted) ?? 'none'
  if (kind === 'none') return { kind, repeats: [], distinct: 0 }
  return { kind, repeats: String(repeats).split('-').map(Number), distinct: Number(distinct) }
}

/** Copies of all planted strings together. */
export const plantedCopies = ({ repeats, distinct }: Planting): number =>
  distinct * repeats.reduce((sum, copies) => sum + copies, 0)

export interface PlantedString {
  readonly copies: number
  /** Index of its first copy in the training data. */
  readonly at: number
}

interface PlantedTraining {
  readonly training: Dataset
  /** The first so many strings are drawn as always. */
  readonly drawn: number
  readonly planted: readonly PlantedString[]
}

export interface PlantedDataset extends PlantedTraining {
  /** Strings like the planted ones that were left out: what exposure ranks against. */
  readonly candidates: Dataset
}

/** 1,023 strings and the canary are 1,024: exposure up to 10 bits. */
export const CANDIDATES = 1023

export function plantedDataset(trial: Trial): PlantedDataset & { readonly heldOut: Dataset } {
  const own = plantedTraining(trial)
  const request = datasetRequest(trial, CANDIDATES)
  const heldOut = heldOutStrings(request, own.training)
  const isCanary = plantingOf(trial.settings).kind === 'canaries'
  return {
    ...own,
    heldOut,
    candidates: isCanary ? heldOutStrings({ ...request, source: { id: 'uniform' } }, own.training) : heldOut,
  }
}

/** What it is trained on, without the strings that it never sees. @throws RangeError where more is planted than there is room for. */
export function plantedTraining(trial: Trial): PlantedTraining {
  const planting = plantingOf(trial.settings)
  const isPossible = planting.repeats.every((count) => count >= 1)
  if (!isPossible || !(plantedCopies(planting) <= trial.datasetSize))
    throw new RangeError(`${trial.datasetSize} strings have no room for those that are planted`)
  const copies = planting.repeats.flatMap((count) => new Array<number>(planting.distinct).fill(count))
  const drawn = trial.datasetSize - plantedCopies(planting)
  const isCanary = planting.kind === 'canaries'
  // Copied strings are further draws of the source.
  const own = trainingStrings(datasetRequest(trial, drawn + (isCanary ? 0 : copies.length)))
  const special = isCanary ? canaryStrings(trial, copies.length) : own
  const indices = copies.flatMap((count, i) => new Array<number>(count).fill(isCanary ? i : drawn + i))
  return {
    training: joined(pickStrings(own, range(drawn)), pickStrings(special, indices)),
    drawn,
    planted: copies.map((count, i) => ({
      copies: count,
      at: copies.slice(0, i).reduce((sum, before) => sum + before, drawn),
    })),
  }
}

/** Draws canaries from a random stream that no other string uses: from that of the training data, a canary would follow its strings. */
function canaryStrings({ shape, seed }: Trial, count: number): Dataset {
  const { vocab, seqLen } = shape
  const source = createSource({ id: 'uniform' }, vocab, seqLen, seed)
  const random = randomStream('probe', seed)
  const tokens = new Int32Array(count * seqLen)
  for (let n = 0; n < count; n++) source.draw(random, tokens, n * seqLen)
  const sourceBits = new Float64Array(count).fill(seqLen * Math.log2(vocab))
  return { tokens, count, seqLen, sourceBits }
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

function joined(a: Dataset, b: Dataset): Dataset {
  const tokens = new Int32Array(a.tokens.length + b.tokens.length)
  tokens.set(a.tokens)
  tokens.set(b.tokens, a.tokens.length)
  const sourceBits = new Float64Array(a.count + b.count)
  sourceBits.set(a.sourceBits)
  sourceBits.set(b.sourceBits, a.count)
  return { tokens, count: a.count + b.count, seqLen: a.seqLen, sourceBits }
}

/** Drawn strings in the picture of the tokens. */
const SHOWN_DRAWN = 24

/** Indices of the strings in the picture: the planted ones, the most copied first, and some of the others. */
export const shownStrings = ({ drawn, planted }: Pick<PlantedDataset, 'drawn' | 'planted'>): number[] => [
  ...planted.toSorted((a, b) => b.copies - a.copies).map(({ at }) => at),
  ...evenSample(drawn, SHOWN_DRAWN),
]

/** Their names, from what is planned alone. */
export function shownNames(settings: Settings, datasetSize: number): string[] {
  const planting = plantingOf(settings)
  const counts = planting.repeats.toSorted((a, b) => b - a)
  const drawn = datasetSize - plantedCopies(planting)
  return [
    ...counts.flatMap((copies) => new Array<string>(planting.distinct).fill(`×${copies}`)),
    ...evenSample(drawn, SHOWN_DRAWN).map(() => 'once'),
  ]
}
