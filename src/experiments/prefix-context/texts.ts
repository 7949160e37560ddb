/** All words of this experiment's figures and findings. */
import type { Sentences, Verdict } from '@/core/findings/finding'
import type { Decision } from '@/core/findings/verdict'
import { effectOf } from '@/core/metrics/effect'
import {
  decimalText,
  effectText,
  leftOutText,
  meanText,
  percentText,
  seedsNeededText,
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
      `Share of tokens that the model gets right where only the k tokens before them are the string’s own. What stood before those is kept, shuffled, redrawn from the same alphabet or from a foreign one, replaced by one symbol, or removed. Shaded: from ${decimalText(unique, 1)} tokens on (2·log n / log l, of n = ${seqLen} tokens over l = ${symbols} symbols), a piece of a random string is nearly always the only one of its kind. Bars, in turns: from least to most over seeds. Until the first string is learned: as far as it is known, at ${BOUNDARIES.live} places.`,
    x: 'tokens kept, k',
    y: 'recall',
    unique: 'unique',
  },
  learning: {
    title: 'How well the string is known while it is learned',
    caption:
      'One seed. Recall counts at the end: only a string that is known by then can tell what a memory hangs on.',
    y: 'accuracy',
  },
}

const nameOf = ({ symbols, seqLen }: { readonly symbols: number; readonly seqLen: number }): string =>
  `${symbols} symbols, ${seqLen} tokens`

const listContexts = (contexts: readonly Context[], of: (context: Context) => string): string =>
  contexts.map((context) => `${CONTEXT_LABELS[context]} ${of(context)}`).join('; ')

const openText = ({ seedsNeeded }: Decision, verdict: Verdict): string =>
  verdict === 'not told apart' ? `; ${seedsNeededText(seedsNeeded)}` : ''

function prefixText(values: Values['prefix'], verdict: Verdict): string {
  const { seqLen, tokens, recall, enough, longest, decision } = values
  const from = (context: Context) => {
    const known = enough[context].filter((k) => k !== undefined)
    return known.length < enough[context].length ? `more than ${longest}` : meanText(known, 0)
  }
  const replaced = CONTEXTS.filter((context) => context !== 'kept')
  const short = verdict === 'not reached' ? ', no longer prefix was asked for' : ''
  const asked = `${tokens} tokens (${percentText(tokens / seqLen)} of the string${short})`
  const share = effectText(effectOf(recall.resampled), (own) => decimalText(own))
  return `${nameOf(values)}: behind redrawn symbols ${asked} give recall ${share}; ${ENOUGH_RECALL} counts as enough${openText(decision, verdict)}. Tokens that are enough, by what stands before them: ${listContexts(replaced, from)}.${leftOutText(values.leftOut)}`
}

const AHEAD: Readonly<Partial<Record<Verdict, string>>> = {
  agrees: 'Symbols of the same alphabet are ahead of all others',
  differs: 'Symbols of the same alphabet are behind others',
  'no effect': 'Symbols of the same alphabet are as good as others',
  'not told apart': 'Symbols of the same alphabet are not clearly ahead of others',
}

export const sentences = {
  known: (values) => ({
    headline: `${values.symbols} symbols: the string is not known by heart yet.`,
    text: `${nameOf(values)}: the string is not known by heart by most seeds (${percentText(Math.min(...values.accuracies))} of its tokens are right at worst), so recall says little. Train longer.`,
  }),
  prefix: (values, verdict) => ({
    headline: `${values.symbols} symbols: ${
      verdict === 'agrees'
        ? `its last ${values.tokens} are enough to go on.`
        : verdict === 'differs' || verdict === 'no effect'
          ? `its last ${values.tokens} are not enough.`
          : `whether its last ${values.tokens} are enough is open.`
    }`,
    text: prefixText(values, verdict),
    paper:
      'Speicher et al.: a prefix of 5 to 10 % of the string is enough where what stands before it keeps its distribution',
  }),
  context: (values, verdict) => ({
    headline: `${values.symbols} symbols: ${
      verdict === 'agrees'
        ? 'foreign symbols before them make recall worse.'
        : verdict === 'differs' || verdict === 'no effect'
          ? 'foreign symbols before them do no more harm.'
          : 'whether foreign symbols before them do harm is open.'
    }`,
    text: `${nameOf(values)}: recall given ${values.tokens} tokens and more, by what stands before them: ${listContexts(CONTEXTS, (context) => meanText(values.recall[context]))}. ${AHEAD[verdict]}: ${effectText(values.decision.effect, (share) => decimalText(share))}${openText(values.decision, verdict)}.${leftOutText(values.leftOut)}`,
    paper: 'Speicher et al.: recall suffers where what stands before is unlike the training string',
  }),
} satisfies Sentences<Values>
