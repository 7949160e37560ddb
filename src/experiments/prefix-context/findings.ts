/** How many tokens are enough, and whether it matters what stands before them. */
import { meanText } from '@/core/figure-points'
import type { Finding } from '@/core/finding'
import { MEMORIZED_ACCURACY } from '@/core/metrics/phases'
import type { TrialRecord } from '@/core/result'
import { CONTEXTS, type Context } from './measure'
import { CONTEXT_LABELS, enoughTokens, type Recall, recalls } from './runs'

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
  const own = enough('resampled').filter((k) => k !== undefined)
  const most = own.length === bySeed.resampled.length ? Math.max(...own) : Number.POSITIVE_INFINITY
  return {
    verdict: most <= Math.ceil(unique) ? 'agrees' : 'differs',
    text: `${name}: tokens that are enough for 90 % recall, by what stands before them: ${text.join('; ')}. Pieces of ${unique.toFixed(1)} tokens are unique (2·log_${symbols} n).`,
    paper: 'Speicher et al.: a short prefix is enough where what stands before it keeps its distribution',
  }
}

/** Recall at the k from which on pieces are unique. */
function contextFinding(name: string, { unique, prefixes, bySeed }: Recall): Finding {
  const k = Math.min(Math.ceil(unique), prefixes.at(-1)!)
  const at = (contexts: readonly Context[]) =>
    bySeed.kept.map(
      (_, seed) => contexts.reduce((sum, context) => sum + bySeed[context][seed]![k]!, 0) / contexts.length,
    )
  const [own, other] = [at(OWN), at(OTHER)]
  const isBetter = own.every((recall, seed) => recall > other[seed]!)
  return {
    verdict: isBetter ? 'agrees' : 'differs',
    text: `${name}: given the last ${k} tokens, recall is ${meanText(own)} behind symbols of the same alphabet and ${meanText(other)} behind others, one symbol or nothing.`,
    paper: 'Speicher et al.: recall suffers where what stands before is unlike what the model has seen',
  }
}
