/** All words of this experiment's figures and findings. */

import type { Sentences, Verdict } from '@/core/findings/finding'
import type { Decision } from '@/core/findings/verdict'
import type { Effect } from '@/core/metrics/effect'
import { mean } from '@/core/metrics/stats'
import { familyById } from '@/core/model/families'
import { namesText } from '@/core/runs/learning'
import { capitalised } from '@/core/text/capitalised'
import { decimalText, effectText, listText, meanText, percentText, seedsNeededText } from '@/core/text/number'
import type { Values } from './findings'
import type { Kind } from './series'

export const text = {
  learnedBy: (kinds: readonly Kind[]) => `as ${namesText(kinds.map(kindName), 'kinds of models')}`,
  kind: ({ family, tied }: Kind) => `${familyById(family).label}${tied ? ', tied' : ''}`,
  bits: {
    title: 'Memorised bits for each parameter',
    caption:
      'The same strings, the same recipe, other blocks. While the data fit, all families lie on one line; what they reach beyond it is their capacity.',
    x: 'data, bits per parameter',
    y: 'memorised bits per parameter',
  },
  learning: {
    title: 'Bits saved while it trains, on the most data',
    caption:
      'One seed. What a token of the training strings costs less than an even guess among all symbols: how soon each family begins to learn them.',
    y: 'bits saved per token',
  },
}

/** Name of a kind in a list, whose commas separate one from the next. */
const kindName = ({ family, tied }: Kind): string => `${tied ? 'tied ' : ''}${familyById(family).label}`

const RANKING_ENDS: Readonly<Record<Verdict, (decision: Decision) => string>> = {
  agrees: () => '',
  differs: () => '',
  seen: () => '',
  'no effect': () => ': as good as equal',
  'not told apart': ({ seedsNeeded }) => `: the two cannot be told apart, ${seedsNeededText(seedsNeeded)}`,
  'not reached': () => ' so far: a ranking has to wait until all have stopped growing',
}

/** 1 less a deficit, with the same interval. */
const rest = (deficit: Effect): Effect => ({ ...deficit, mean: 1 - deficit.mean })

export const sentences = {
  held: ({ kinds, growing }) => {
    const list = kinds.map((kind) => `${kindName(kind)} ${meanText(kind.perParam)}`).join('; ')
    return {
      headline:
        growing.length === 0
          ? `${kindName(kinds[0]!)} holds most: ${decimalText(mean(kinds[0]!.perParam), 1)} bits per parameter.`
          : `${capitalised(listText(growing.map(kindName)))} ${growing.length === 1 ? 'is' : 'are'} not full yet.`,
      text:
        growing.length === 0
          ? `Bits for each parameter: ${list}.`
          : `Bits for each parameter so far: ${list}. ${capitalised(listText(growing.map(kindName)))} still ${growing.length === 1 ? 'grows' : 'grow'} with the data: these are lower bounds.`,
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
      headline: ends[verdict] ?? 'Which family holds most is open.',
      text: `${setting} ${kindName(least)} holds, for each parameter, ${share} of what ${kindName(most)} holds${RANKING_ENDS[verdict](decision)}.`,
    }
  },
} satisfies Sentences<Values>
