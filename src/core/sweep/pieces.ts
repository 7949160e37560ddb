/**
 * A sweep cut into jobs for machines that come and go. Longest first, because the end of a sweep waits for whoever began a long job last
 * (Graham 1969, LPT); and in three sizes, because a slow machine that took a long job would hold up all the others.
 */
import { totalFlop, trialFlop } from './estimate'
import { packPopulations } from './populations'
import type { Trial } from './trial'

export const PIECE_SIZES = ['small', 'middle', 'large'] as const
export type PieceSize = (typeof PIECE_SIZES)[number]

export interface Piece {
  /** Trials of one population, so that a GPU trains them all at once. */
  readonly trials: readonly Trial[]
  readonly size: PieceSize
  /** Floating-point operations of its trials. */
  readonly flop: number
}

/**
 * The most work of a job of each size, in floating-point operations; a large one may be a single trial of more. About a minute of one core
 * (30 GFLOP/s), of six cores, and of thirty; a GPU takes seconds for a large one.
 */
export const PIECE_FLOP: Readonly<Record<PieceSize, number>> = { small: 2e12, middle: 1e13, large: 5e13 }

/** A job is cut for the smallest size that has room for this many trials: as members of one population they train at once on a GPU. */
const LEAST_MEMBERS = 16
/** However small a sweep is, it is cut into about this many jobs, so that a dozen machines have something to do. */
const LEAST_PIECES = 32
/** A reference model is trained anew for each job: it may take this share of the work. */
const MOST_EXTRA = 1 / 8

/**
 * @param extraFlop floating-point operations of a reference model that every job trains before its trials.
 * @returns each trial in exactly one piece, the pieces longest first. The same trials are cut the same way every time.
 */
export function piecesOf(trials: readonly Trial[], extraFlop = 0): Piece[] {
  const share = totalFlop(trials) / LEAST_PIECES
  const mostFor = (trial: Trial): number => {
    const size = PIECE_SIZES.find((own) => trialFlop(trial) * LEAST_MEMBERS <= PIECE_FLOP[own]) ?? 'large'
    return Math.max(Math.min(PIECE_FLOP[size], share), extraFlop / MOST_EXTRA)
  }
  // Trials come in order of size: small ones that lie with longer ones would wait for them.
  const fits = (members: readonly Trial[]): boolean => totalFlop(members) <= mostFor(members[0]!)
  const anyDevice = { ragged: true, maxPadding: 1, maxMembers: Number.POSITIVE_INFINITY }
  return packPopulations(trials, anyDevice, fits)
    .map((population) => {
      const flop = totalFlop(population.trials)
      const size = PIECE_SIZES.find((own) => flop <= PIECE_FLOP[own]) ?? 'large'
      return { trials: population.trials, size, flop }
    })
    .toSorted((a, b) => b.flop - a.flop)
}
