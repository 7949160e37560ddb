/** Every word that this experiment shows of its runs. */

import type { Sentences } from '@/core/findings/finding'
import { PAPER_BITS_PER_PARAM } from '@/core/runs/fit'
import { namesText } from '@/core/runs/learning'
import { capitalised } from '@/core/text/capitalised'
import { changeText, decimalText, effectText, percentText, tooFewSeedsText } from '@/core/text/number'
import { COST_MARGIN, type RecipeKnobsValues } from './findings'
import { knobLabel } from './knobs'

export const text = {
  learnedBy: (knobs: readonly Parameters<typeof knobLabel>[0][]) =>
    `(${namesText(knobs.map(knobLabel), 'variants')})`,
  side: {
    title: 'What is left after one change of the recipe',
    caption:
      'The same model on the same strings (the largest dataset) for the same number of steps: first by the recipe, then with one thing changed. Grey: what the recipe holds. Mean over seeds, bars from least to most.',
    x: 'variant',
  },
  byData: {
    title: 'Memorised bits by recipe',
    caption:
      'Every line is the same model on the same strings for the same number of steps; each variant changes one thing in the recipe. Mean over seeds, bars from least to most. A line that is low and flat looks like a small capacity, but is a bad recipe.',
    x: 'data, bits per parameter',
  },
  training: {
    title: 'The same while they train',
    caption:
      'The largest dataset, one seed. A variant that falls behind at once has too low a learning rate; one that falls behind at the end never settled. Small batches are left out: the loss of one batch is not that of the whole dataset.',
  },
  bitsPerParameter: 'memorised bits per parameter',
}

export const sentences: Sentences<RecipeKnobsValues> = {
  recipe: ({ bitsPerParam }) => ({
    headline: `The recipe holds ${decimalText(bitsPerParam, 1)} bits per parameter.`,
    text: `Trained by the lab’s recipe, the model holds up to ${decimalText(bitsPerParam)} bits per parameter.`,
    paper: `Morris et al.: ${decimalText(PAPER_BITS_PER_PARAM.float32)} in float32, after a million steps`,
  }),
  cost({ knob, change, seedsNeeded, looksFull }, verdict) {
    const ends: Partial<Record<typeof verdict, string>> = {
      'no effect': `: no cost beyond ${percentText(COST_MARGIN)}`,
      seen: looksFull
        ? '. It has a plateau all the same: doubling the data changes it by less than a tenth'
        : '',
    }
    const headlines: Partial<Record<typeof verdict, string>> = {
      'not told apart': 'cost not settled.',
      'no effect': 'costs nothing.',
      seen: `${change.mean < 0 ? 'costs' : 'gains'} ${percentText(Math.abs(change.mean))} of the bits.`,
    }
    return {
      headline: `${capitalised(knobLabel(knob))}: ${headlines[verdict]}`,
      text: `${capitalised(knobLabel(knob))}: the memorised bits change by ${effectText(change, (share) => changeText(share, 1))}${ends[verdict] ?? ''}.${tooFewSeedsText({ verdict, seedsNeeded }, `whether that is a cost of more than ${percentText(COST_MARGIN)}`)}`,
    }
  },
}
