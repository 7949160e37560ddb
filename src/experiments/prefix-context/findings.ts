/** Whether a short prefix is enough, and whether it matters what stands before it. */
import type { ExhibitInput } from '@/core/figures/figure'
import type { FindingOf } from '@/core/findings/finding'
import { type Decision, decideAbove } from '@/core/findings/verdict'
import { effectOf } from '@/core/metrics/effect'
import { MEMORIZED_ACCURACY } from '@/core/metrics/phases'
import { isMost, mean } from '@/core/metrics/stats'
import { type Context, forEachContext } from './measure'
import { ENOUGH_RECALL, enoughTokens, type Recall, recalls } from './series'

/** Symbols in front that keep the string's distribution, and symbols that do not. */
const OWN: readonly Context[] = ['shuffled', 'resampled']
const OTHER: readonly Context[] = ['foreign', 'constant', 'removed']

interface StringName {
  readonly symbols: number
  readonly seqLen: number
}

/** Number of seeds that do not know the string by heart, where most do: recall is without theirs. */
type LeftOut = number

type BySeed<T = number> = Readonly<Record<Context, readonly T[]>>

export interface Values {
  /** A string that most seeds do not know by heart. */
  readonly known: StringName & {
    /** Share of its tokens that are right, one for each seed. */
    readonly accuracies: readonly number[]
  }
  readonly prefix: StringName & {
    /** k, tokens of the prefix that is judged. */
    readonly tokens: number
    /** Recall given the last k tokens. */
    readonly recall: BySeed
    /** Tokens from which on recall stays at {@link ENOUGH_RECALL}; undefined for more than were asked for. */
    readonly enough: BySeed<number | undefined>
    /** The most tokens that were asked for. */
    readonly longest: number
    readonly leftOut: LeftOut
    readonly decision: Decision
  }
  readonly context: StringName & {
    /** k from which on recall is averaged. */
    readonly tokens: number
    readonly recall: BySeed
    readonly leftOut: LeftOut
    readonly decision: Decision
  }
}

export type PrefixFinding = FindingOf<Values>

export const findings = ({ runs }: ExhibitInput): PrefixFinding[] =>
  recalls(runs).flatMap((recall): PrefixFinding[] => {
    const { symbols, seqLen, accuracies } = recall
    const known = accuracies.flatMap((accuracy, i) => (accuracy < MEMORIZED_ACCURACY ? [] : [i]))
    if (!isMost(known, accuracies)) {
      return [{ id: 'known', verdict: 'not reached', values: { symbols, seqLen, accuracies } }]
    }
    const bySeed = forEachContext((context) => known.map((i) => recall.bySeed[context][i]!))
    const leftOut = accuracies.length - known.length
    return [prefixFinding({ ...recall, bySeed }, leftOut), contextFinding({ ...recall, bySeed }, leftOut)]
  })

/** The paper's short prefix, as a share of the string: 5 to 10 %. */
const SHORT = { least: 0.05, most: 0.1 } as const

/**
 * Recall behind symbols that are drawn anew from the string's alphabet, given a prefix of a tenth of the string or the longest that was asked
 * for. The margin is 0: the share that counts as recall is a choice already.
 */
function prefixFinding({ symbols, seqLen, prefixes, bySeed }: Recall, leftOut: number): PrefixFinding {
  const longest = prefixes.at(-1)!
  const tokens = Math.min(longest, Math.floor(SHORT.most * seqLen))
  const recall = forEachContext((context) => bySeed[context].map((own) => own[prefixes.indexOf(tokens)]!))
  const decision = decideAbove(effectOf(recall.resampled.map((share) => share - ENOUGH_RECALL)))
  const isCovered = decision.verdict === 'agrees' || tokens >= SHORT.least * seqLen
  return {
    id: 'prefix',
    verdict: isCovered ? decision.verdict : 'not reached',
    values: {
      symbols,
      seqLen,
      tokens,
      recall,
      enough: forEachContext((context) => bySeed[context].map((own) => enoughTokens(prefixes, own))),
      longest,
      leftOut,
      decision,
    },
  }
}

/** Recall that differs by less is as good as equal: it is counted at some thirty places of one string, and neighbouring k share them. */
const MARGIN = 0.05

/**
 * Mean recall over the k from which on pieces are unique: the least behind the string's own symbols less the best behind any other, seed by
 * seed.
 */
function contextFinding(
  { symbols, seqLen, unique, prefixes, bySeed }: Recall,
  leftOut: number,
): PrefixFinding {
  const tokens = Math.min(Math.ceil(unique), prefixes.at(-1)!)
  const recall = forEachContext((context) =>
    bySeed[context].map((own) => mean(own.slice(prefixes.indexOf(tokens)))),
  )
  const ahead = bySeed.kept.map(
    (_, seed) =>
      Math.min(...OWN.map((context) => recall[context][seed]!)) -
      Math.max(...OTHER.map((context) => recall[context][seed]!)),
  )
  const decision = decideAbove(effectOf(ahead), MARGIN)
  return {
    id: 'context',
    verdict: decision.verdict,
    values: { symbols, seqLen, tokens, recall, leftOut, decision },
  }
}

/** Presets that decide what smaller ones leave open. */
export const settledBy = { known: 'quick', prefix: 'long', context: 'quick' } as const satisfies Partial<
  Record<PrefixFinding['id'], string>
>
