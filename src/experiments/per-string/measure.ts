/**
 * What a model keeps of each string, for its record. The record's own sums count a string that is there k times k times; here each string
 * counts once, drawn ones and planted ones apart.
 */
import { sampleCorrelation } from 'simple-statistics'
import { groupBy } from '@/core/group'
import { natsToBits } from '@/core/metrics/bits'
import { exposure } from '@/core/metrics/exposure'
import { calibratedScores, rocCurve, tprAtFpr } from '@/core/metrics/membership'
import { evenSample } from '@/core/metrics/recall'
import { spread } from '@/core/metrics/stats'
import { decimalPlaces } from '@/core/results/digits'
import type { Measured } from '@/core/results/result'
import type { PlantedDataset, PlantedString } from './planted-strings'

/** Strings of each kind that a record lists. */
const LISTED = 240

export interface StringBits {
  /** −log2 p_source. */
  readonly sourceBits: number
  readonly memorizedBits: number
}

const stringBits = (sourceBits: ArrayLike<number>, nats: ArrayLike<number>): StringBits[] =>
  Array.from(nats, (own, n) => ({
    sourceBits: sourceBits[n]!,
    memorizedBits: sourceBits[n]! - natsToBits(own),
  }))

/** One for each planted string. @param nats of the training strings. */
export const plantedExposures = (
  planted: readonly PlantedString[],
  nats: ArrayLike<number>,
  candidateNats: ArrayLike<number>,
): number[] => planted.map(({ at }) => exposure(nats[at]!, candidateNats).bits)

/** Memorised bits of each planted string. @param nats of the training strings. */
export const plantedBits = (
  { training, planted }: Pick<PlantedDataset, 'training' | 'planted'>,
  nats: ArrayLike<number>,
): number[] => planted.map(({ at }) => training.sourceBits[at]! - natsToBits(nats[at]!))

/** Mean of a value over the planted strings of each number of copies, by a name that holds it. */
export function byCopies(
  name: string,
  planted: readonly PlantedString[],
  values: readonly number[],
): Record<string, number> {
  const groups = groupBy([...planted.keys()], (i) => planted[i]!.copies)
  return Object.fromEntries(
    [...groups].map(([copies, own]) => [`${name}${copies}`, spread(own.map((i) => values[i]!)).mean]),
  )
}

export interface StringNats {
  readonly training: ArrayLike<number>
  readonly heldOut: ArrayLike<number>
  readonly candidates: ArrayLike<number>
}

export function perStringMeasures(
  dataset: PlantedDataset,
  heldOutBits: ArrayLike<number>,
  nats: StringNats,
): Measured {
  const { training, drawn, planted } = dataset
  const all = stringBits(training.sourceBits, nats.training)
  const members = all.slice(0, drawn)
  const nonMembers = stringBits(heldOutBits, nats.heldOut)
  const listed = evenSample(members.length, LISTED).map((n) => members[n]!)
  const others = evenSample(nonMembers.length, LISTED).map((n) => nonMembers[n]!)
  const exposures = plantedExposures(planted, nats.training, nats.candidates)
  const kept = plantedBits(dataset, nats.training)
  const { seqLen } = training
  const curve = rocCurve(
    calibratedScores(
      training.sourceBits.subarray(0, drawn),
      Array.from(nats.training).slice(0, drawn),
      seqLen,
    ),
    calibratedScores(heldOutBits, nats.heldOut, seqLen),
  )
  return {
    measures: {
      memorizedBitsPerString: meanBits(members),
      heldoutMemorizedBitsPerString: meanBits(nonMembers),
      /** Share of the drawn strings that are kept better than 99 of 100 new strings seem to be. */
      keptShare: tprAtFpr(curve, 0.01),
      rarenessCorrelation: rareness(members),
      heldoutRarenessCorrelation: rareness(nonMembers),
      ...fifths('', members),
      ...fifths('heldout', nonMembers),
      ...byCopies('exposureBits', planted, exposures),
      ...byCopies('plantedBits', planted, kept),
      ...(planted.length > 0 ? { exposureBoundBits: Math.log2(nats.candidates.length + 1) } : {}),
    },
    traces: {
      'strings.sourceBits': listed.map(({ sourceBits }) => cents(sourceBits)),
      'strings.memorizedBits': listed.map(({ memorizedBits }) => cents(memorizedBits)),
      'strangers.sourceBits': others.map(({ sourceBits }) => cents(sourceBits)),
      'strangers.memorizedBits': others.map(({ memorizedBits }) => cents(memorizedBits)),
      'planted.copies': planted.map(({ copies }) => copies),
      'planted.memorizedBits': kept.map(cents),
      'planted.exposureBits': exposures.map(cents),
    },
  }
}

const meanBits = (strings: readonly StringBits[]): number =>
  strings.length === 0 ? Number.NaN : spread(strings.map(({ memorizedBits }) => memorizedBits)).mean

/** Whether all strings are equally likely: then none is rare. */
function isLevel(strings: readonly StringBits[]): boolean {
  const source = strings.map(({ sourceBits }) => sourceBits)
  return strings.length < 2 || Math.max(...source) - Math.min(...source) < 1e-9
}

/** Pearson's, of memorised bits with source bits; NaN where either is the same for all. */
const rareness = (strings: readonly StringBits[]): number =>
  isLevel(strings)
    ? Number.NaN
    : sampleCorrelation(
        strings.map(({ sourceBits }) => sourceBits),
        strings.map(({ memorizedBits }) => memorizedBits),
      )

/** As Morris et al. count: a string that the model codes worse than its source does has 0. */
const clipped = (strings: readonly StringBits[]): StringBits[] =>
  strings.map((string) => ({ ...string, memorizedBits: Math.max(0, string.memorizedBits) }))

/** Mean memorised bits of the rarest and of the commonest fifth of the strings; none where all are equally likely. */
function fifths(kind: '' | 'heldout', strings: readonly StringBits[]): Record<string, number> {
  if (isLevel(strings)) return {}
  const byBits = strings.toSorted((a, b) => a.sourceBits - b.sourceBits)
  const fifth = Math.max(1, Math.floor(byBits.length / 5))
  const name = (which: string) => (kind === '' ? which.toLowerCase() : `${kind}${which}`)
  const [common, rare] = [byBits.slice(0, fifth), byBits.slice(-fifth)]
  return {
    [`${name('Common')}Bits`]: meanBits(common),
    [`${name('Rare')}Bits`]: meanBits(rare),
    [`${name('Common')}ClippedBits`]: meanBits(clipped(common)),
    [`${name('Rare')}ClippedBits`]: meanBits(clipped(rare)),
  }
}

const cents = (value: number): number => decimalPlaces(value, 2)
