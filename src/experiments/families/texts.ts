/** All words of this experiment's figures and findings. */

import type { Sentences, Verdict } from '@/core/findings/finding'
import type { Decision } from '@/core/findings/verdict'
import type { Effect } from '@/core/metrics/effect'
import { mean } from '@/core/metrics/stats'
import { familyById } from '@/core/model/families'
import { namesText } from '@/core/runs/learning'
import { capitalised } from '@/core/text/capitalised'
import { decimalText, effectText, listText, meanText, percentText, tooFewSeedsText } from '@/core/text/number'
import type { Values } from './findings'
import type { Kind } from './series'

export const text = {
  learnedBy: (kinds: readonly Kind[]) => `as ${namesText(kinds.map(kindName), 'kinds of models')}`,
  kind: ({ family, tied }: Kind) => `${familyById(family).label}${tied ? ', tied' : ''}`,
  bits: {
    title: 'Memorised bits for each parameter',
    caption:
      'The same strings and the same recipe, different blocks. While the data fit, all families lie on one line; where a family’s line levels off is its capacity.',
    x: 'data, bits per parameter',
    y: 'memorised bits per parameter',
  },
  learning: {
    title: 'Bits saved while it trains, on the most data',
    caption:
      'One seed. Bits saved per training token, compared with an even guess among all symbols. Compare how soon each family begins to learn the strings.',
    y: 'bits saved per token',
  },
}

/** Name of a kind in a list, whose commas separate one from the next. */
const kindName = ({ family, tied }: Kind): string => `${tied ? 'tied ' : ''}${familyById(family).label}`

const rankingEnd = (verdict: Verdict, { seedsNeeded }: Decision): string =>
  verdict === 'no effect'
    ? ': as good as equal.'
    : verdict === 'not reached'
      ? ' so far. A ranking has to wait until all of them are full.'
      : `.${tooFewSeedsText({ verdict, seedsNeeded }, 'the two apart')}`

/** 1 less a deficit, with the same interval. */
const rest = (deficit: Effect): Effect => ({ ...deficit, mean: 1 - deficit.mean })

export const sentences = {
  held: ({ kinds, growing }) => {
    const list = kinds.map((kind) => `${kindName(kind)} ${meanText(kind.perParam)}`).join('; ')
    return {
      headline:
        growing.length === 0
          ? `${kindName(kinds[0]!)} holds most: ${decimalText(mean(kinds[0]!.perParam), 1)} bits per parameter.`
          : `${capitalised(namesText(growing.map(kindName), 'kinds of models'))} ${growing.length === 1 ? 'is' : 'are'} not full yet.`,
      text:
        growing.length === 0
          ? `Bits per parameter: ${list}.`
          : `Bits per parameter so far: ${list}. ${capitalised(namesText(growing.map(kindName), 'kinds of models'))} still ${growing.length === 1 ? 'holds' : 'hold'} more when given more data: these are lower bounds.`,
    }
  },
  ranking: ({ most, least, layers, steps, decision }, verdict) => {
    const share = effectText(rest(decision.effect), percentText)
    const setting = `With ${listText(layers.map(String))} ${layers.length === 1 && layers[0] === 1 ? 'layer' : 'layers'} and ${listText(steps.map(String))} steps`
    const ends: Partial<Record<Verdict, string>> = {
      seen: `${capitalised(kindName(least))} holds ${percentText(1 - decision.effect.mean)} of what ${kindName(most)} holds.`,
      'no effect': 'All of them hold about the same.',
    }
    return {
      headline: ends[verdict] ?? 'Which family holds most? Not settled here.',
      text: `${setting}, ${kindName(least)} holds ${share} of what ${kindName(most)} holds per parameter${rankingEnd(verdict, decision)}`,
    }
  },
} satisfies Sentences<Values>
