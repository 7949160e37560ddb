/**
 * Which records to train again, to see whether they are true. The first two of every tab: who begins false is found at once. Then what lies far
 * off its other seeds, and of the rest one in twenty. Before all, where two records of one trial differ.
 */
import type { TrialRecord } from '../results/result'

export interface Doubts {
  /**
   * @param work of the trial, in floating-point operations. @param earlier how many records its tab has sent before; undefined where nobody knows whose
   * it is, as of a file.
   */
  heard(record: TrialRecord, work: number, earlier?: number): void
  /** Two records of this trial differ: one of them is false. */
  contradicted(trialKey: string, work: number): void
  /** @returns the trial to train next: of those that are equally suspicious the shortest. */
  next(): string | undefined
  /** It has been trained again, or its record is no longer there. */
  settle(trialKey: string): void
  /** Records that wait to be trained again. */
  readonly waiting: number
}

type Suspicion = 'contradicted' | 'first' | 'second' | 'outlier' | 'chance'
const ORDER: readonly Suspicion[] = ['contradicted', 'first', 'second', 'outlier', 'chance']

const BY_CHANCE = 0.05
/** An outlier lies this many standard deviations off its other seeds, of which it takes so many. */
const DEVIATIONS = 3
const LEAST_SEEDS = 4
/** Seeds that happen to agree tell nothing of how far seeds lie apart: below this share of their mean nothing is far off. */
const LEAST_SPREAD = 0.01

/** @param standing records of the class. @param random uniform in 0…1. */
export function createDoubts(standing: () => readonly TrialRecord[], random: () => number): Doubts {
  const waiting = new Map<string, { readonly suspicion: Suspicion; readonly work: number }>()

  function suspicionOf(record: TrialRecord, earlier = 2): Suspicion | undefined {
    if (earlier < 2) return earlier === 0 ? 'first' : 'second'
    if (isOutlier(record, standing())) return 'outlier'
    return random() < BY_CHANCE ? 'chance' : undefined
  }

  return {
    heard(record, work, earlier) {
      const suspicion = suspicionOf(record, earlier)
      if (suspicion) waiting.set(record.trialKey, { suspicion, work })
    },
    contradicted: (trialKey, work) => void waiting.set(trialKey, { suspicion: 'contradicted', work }),
    next() {
      const rank = ({ suspicion }: { readonly suspicion: Suspicion }) => ORDER.indexOf(suspicion)
      const sorted = [...waiting].toSorted(([, a], [, b]) => rank(a) - rank(b) || a.work - b.work)
      return sorted[0]?.[0]
    },
    settle(trialKey) {
      waiting.delete(trialKey)
    },
    get waiting() {
      return waiting.size
    },
  }
}

/** A trial's key without its seed, which stands last. */
const configOf = (trialKey: string): string => trialKey.replace(/\/s\d+$/, '')

function isOutlier({ trialKey, memorizedBits }: TrialRecord, known: readonly TrialRecord[]): boolean {
  const others = known
    .filter((record) => record.trialKey !== trialKey && configOf(record.trialKey) === configOf(trialKey))
    .map((record) => record.memorizedBits)
  if (others.length < LEAST_SEEDS) return false
  const mean = others.reduce((sum, bits) => sum + bits, 0) / others.length
  const variance = others.reduce((sum, bits) => sum + (bits - mean) ** 2, 0) / (others.length - 1)
  const spread = Math.max(Math.sqrt(variance), LEAST_SPREAD * Math.abs(mean))
  return Math.abs(memorizedBits - mean) > DEVIATIONS * spread
}
