/** All words of this experiment's figures and findings. */
import type { Sentences, Verdict } from '@/core/findings/finding'
import { effectOf } from '@/core/metrics/effect'
import { mean } from '@/core/metrics/stats'
import {
  decimalText,
  effectText,
  leftOutText,
  meanText,
  percentText,
  tooFewSeedsText,
} from '@/core/text/number'
import type { Values } from './findings'
import { BOUNDARIES, CONTEXTS, type Context } from './measure'
import { ENOUGH_RECALL } from './series'

/** Names of the contexts before the tokens that are kept, as the caption explains them. */
const CONTEXT_LABELS: Readonly<Record<Context, string>> = {
  kept: 'kept',
  shuffled: 'shuffled',
  resampled: 'redrawn',
  foreign: 'foreign',
  constant: 'one symbol',
  removed: 'removed',
}

export const text = {
  contexts: CONTEXT_LABELS,
  recall: {
    title: (symbols: number) => `Recall given the last k tokens, ${symbols} symbols`,
    awaits: 'Drawn while its string is learned',
    caption: (symbols: number, seqLen: number, unique: number) =>
      `Share of tokens that the model predicts correctly when only the k tokens before them are the string’s own. Everything earlier is kept, shuffled, redrawn from the same alphabet or from a foreign one, replaced by one symbol, or removed. Shaded: from ${decimalText(unique, 1)} tokens on (2·log n / log l, with n = ${seqLen} tokens over l = ${symbols} symbols), a piece of a random string hardly ever occurs in it twice. Bars: least to most over seeds, each drawn at some of the points. Until the first string is learned, recall is measured at only ${BOUNDARIES.live} places.`,
    x: 'tokens kept, k',
    y: 'recall',
    unique: 'unique',
  },
  learning: {
    title: 'How well the string is known while it is learned',
    caption:
      'One seed. Recall is judged at the end: only a string that is known by then can show what its memory depends on.',
    y: 'accuracy',
  },
}

const nameOf = ({ symbols, seqLen }: { readonly symbols: number; readonly seqLen: number }): string =>
  `${symbols} symbols, ${seqLen} tokens`

const listContexts = (contexts: readonly Context[], of: (context: Context) => string): string =>
  contexts.map((context) => `${CONTEXT_LABELS[context]} ${of(context)}`).join('; ')

function prefixText(values: Values['prefix'], verdict: Verdict): string {
  const { seqLen, tokens, recall, enough, longest, decision } = values
  const from = (context: Context) => {
    const known = enough[context].filter((k) => k !== undefined)
    return known.length < enough[context].length ? `more than ${longest}` : meanText(known, 0)
  }
  const replaced = CONTEXTS.filter((context) => context !== 'kept')
  const short = verdict === 'not reached' ? ', the longest prefix that was tested' : ''
  const asked = `${tokens} tokens (${percentText(tokens / seqLen)} of the string${short})`
  const share = effectText(effectOf(recall.resampled), (own) => decimalText(own))
  return `${nameOf(values)}: with redrawn symbols in front, the last ${asked} give a recall of ${share}; ${ENOUGH_RECALL} counts as enough.${tooFewSeedsText({ verdict, seedsNeeded: decision.seedsNeeded })} Tokens needed, by what stands in front: ${listContexts(replaced, from)}.${leftOutText(values.leftOut)}`
}

export const sentences = {
  known: (values) => ({
    headline: `${values.symbols} symbols: the string is not known by heart yet.`,
    text: `${nameOf(values)}: most seeds do not know the string by heart (in the worst one, ${percentText(Math.min(...values.accuracies))} of its tokens are right), so recall says little. Train longer.`,
  }),
  prefix: (values, verdict) => ({
    headline: `${values.symbols} symbols: ${
      verdict === 'agrees'
        ? `the last ${values.tokens} tokens are enough to continue.`
        : verdict === 'differs' || verdict === 'no effect'
          ? `the last ${values.tokens} tokens are not enough.`
          : `given its last ${values.tokens} tokens, it recalls ${percentText(mean(values.recall.resampled))}.`
    }`,
    text: prefixText(values, verdict),
    paper:
      'Speicher et al.: a prefix of 5 to 10 % of the string is enough if what stands in front keeps the string’s distribution',
  }),
  context: (values, verdict) => ({
    headline: `${values.symbols} symbols: ${
      verdict === 'agrees'
        ? 'foreign symbols in front make recall worse.'
        : verdict === 'differs' || verdict === 'no effect'
          ? 'foreign symbols in front do no extra harm.'
          : 'do foreign symbols in front hurt? Not settled here.'
    }`,
    text: `${nameOf(values)}: recall given ${values.tokens} tokens and more, by what stands in front: ${listContexts(CONTEXTS, (context) => meanText(values.recall[context]))}. The worse of shuffled and redrawn is ahead of the best of foreign, one symbol and removed by ${effectText(values.decision.effect, (share) => decimalText(share))}.${tooFewSeedsText(values.decision)}${leftOutText(values.leftOut)}`,
    paper: 'Speicher et al.: recall suffers if what stands in front is unlike the training string',
  }),
} satisfies Sentences<Values>
