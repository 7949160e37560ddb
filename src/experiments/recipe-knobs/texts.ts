/** Every word that this experiment shows of its runs. */

import type { Sentences } from '@/core/findings/finding'
import { PAPER_BITS_PER_PARAM } from '@/core/runs/fit'
import { namesText } from '@/core/runs/learning'
import { capitalised } from '@/core/text/capitalised'
import { changeText, decimalText, effectText, percentText, seedsNeededText } from '@/core/text/number'
import { COST_MARGIN, type RecipeKnobsValues } from './findings'
import { knobLabel } from './knobs'

export const text = {
  learnedBy: (knobs: readonly Parameters<typeof knobLabel>[0][]) =>
    `(${namesText(knobs.map(knobLabel), 'variants')})`,
  side: {
    title: 'What one change of the recipe leaves',
    caption:
      'The same model on the same strings for as many steps, the most data: first by the recipe, then with one thing changed. Grey: the recipe’s height. Mean over seeds, bars from least to most.',
    x: 'variant',
  },
  byData: {
    title: 'Memorised bits by recipe',
    caption:
      'Every line trains the same model on the same strings for as many steps; each variant changes one thing of the recipe. Mean over seeds, bars from least to most. A line that is flat and low looks like a small capacity, and is a bad recipe.',
    x: 'data, bits per parameter',
  },
  training: {
    title: 'The same while they train',
    caption:
      'The largest dataset, one seed. What falls behind at once has a rate that is too low; what stays behind at the end never came to rest. Small batches are left out: one batch does not tell what the whole dataset costs.',
  },
  bitsPerParameter: 'memorised bits per parameter',
}

/** Greek letters stay small. */

export const sentences: Sentences<RecipeKnobsValues> = {
  recipe: ({ bitsPerParam }) => ({
    headline: `The recipe holds ${decimalText(bitsPerParam, 1)} bits per parameter.`,
    text: `The recipe holds up to ${decimalText(bitsPerParam)} bits per parameter.`,
    paper: `Morris et al.: ${decimalText(PAPER_BITS_PER_PARAM.float32)} in float32, after a million steps`,
  }),
  cost({ knob, change, seedsNeeded, looksFull }, verdict) {
    const ends: Partial<Record<typeof verdict, string>> = {
      'not told apart': `. Whether that is a cost, ${seedsNeededText(seedsNeeded)}`,
      'no effect': `: no cost beyond ${percentText(COST_MARGIN)}`,
      seen: looksFull
        ? ', on a plateau that looks as good: twice the data changed it by less than a tenth'
        : '',
    }
    const headlines: Partial<Record<typeof verdict, string>> = {
      'not told apart': 'whether it costs bits is open.',
      'no effect': 'it costs nothing.',
      seen: `${change.mean < 0 ? 'it costs' : 'it gains'} ${percentText(Math.abs(change.mean))} of the bits.`,
    }
    return {
      headline: `${capitalised(knobLabel(knob))}: ${headlines[verdict]}`,
      text: `${capitalised(knobLabel(knob))}: ${effectText(change, (share) => changeText(share, 1))} of the bits${ends[verdict] ?? ''}.`,
    }
  },
}
