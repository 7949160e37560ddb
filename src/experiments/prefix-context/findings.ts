/** How many tokens are enough, and whether it matters what stands before them. */
import { meanText } from '@/core/figures/figure-points'
import type { Finding } from '@/core/findings/finding'
import { seedVerdict } from '@/core/findings/seed-verdict'
import { MEMORIZED_ACCURACY } from '@/core/metrics/phases'
import type { TrialRecord } from '@/core/results/result'
import { CONTEXTS, type Context } from './measure'
import { CONTEXT_LABELS, enoughTokens, type Recall, recalls } from './series'

const OWN: readonly Context[] = ['shuffled', 'resampled']
const OTHER: readonly Context[] = ['foreign', 'constant', 'removed']

export const findings = (records: readonly TrialRecord[]): Finding[] =>
  recalls(records).flatMap((recall) => {
    const name = `l ${recall.symbols}, n ${recall.seqLen}`
    if (recall.accuracy < MEMORIZED_ACCURACY) {
      return [
        {
          verdict: 'not reached',
          text: `${name}: the string is not known by heart (${(100 * recall.accuracy).toFixed(0)} % of its tokens are right), so recall says little. Train longer.`,
        },
      ]
    }
    return [enoughFinding(name, recall), contextFinding(name, recall)]
  })

function enoughFinding(name: string, { symbols, unique, prefixes, bySeed }: Recall): Finding {
  const enough = (context: Context) => bySeed[context].map((own) => enoughTokens(prefixes, own))
  const text = CONTEXTS.filter((context) => context !== 'kept').map((context) => {
    const seeds = enough(context)
    const known = seeds.filter((k) => k !== undefined)
    const k = known.length < seeds.length ? `more than ${prefixes.at(-1)}` : meanText(known, 0)
    return `${CONTEXT_LABELS[context]}: ${k}`
  })
  // Half a token more, so that exactly as many as are unique count as few enough.
  const spare = enough('resampled').map((k = Number.POSITIVE_INFINITY) => Math.ceil(unique) + 0.5 - k)
  const { verdict, missing } = seedVerdict(spare)
  return {
    verdict,
    text: `${name}: tokens that are enough for 90 % recall, by what stands before them: ${text.join('; ')}. Pieces of ${unique.toFixed(1)} tokens are unique (2·log n / log ${symbols})${missing && ` (${missing})`}.`,
    paper: 'Speicher et al.: a short prefix is enough where what stands before it keeps its distribution',
  }
}

/** Recall that differs by less is not told apart: some thirty places of one string, and neighbouring k share them. */
const MARGIN = 0.05

/** Mean recall over the k from which on pieces are unique. */
function contextFinding(name: string, { unique, prefixes, bySeed }: Recall): Finding {
  const from = Math.min(Math.ceil(unique), prefixes.at(-1)!)
  const at = (context: Context) =>
    bySeed[context].map((own) => {
      const shares = own.slice(prefixes.indexOf(from))
      return shares.reduce((sum, share) => sum + share, 0) / shares.length
    })
  const text = CONTEXTS.map((context) => `${CONTEXT_LABELS[context]} ${meanText(at(context))}`)
  /** The least recall behind the string's own symbols, less the best behind anything else, seed by seed. */
  const ahead = bySeed.kept.map(
    (_, seed) =>
      Math.min(...OWN.map((context) => at(context)[seed]!)) -
      Math.max(...OTHER.map((context) => at(context)[seed]!)),
  )
  const { verdict, missing } = seedVerdict(ahead, MARGIN)
  return {
    verdict,
    text: `${name}: recall given ${from} tokens and more, by what stands before them: ${text.join('; ')}.${
      verdict === 'agrees' ? '' : ' Symbols of the same alphabet are not clearly ahead of others'
    }${missing && `: ${missing}`}${verdict === 'agrees' ? '' : '.'}`,
    paper: 'Speicher et al.: recall suffers where what stands before is unlike what the model has seen',
  }
}
