/** All words of this experiment's figures and findings. */
import type { Sentences } from '@/core/findings/finding'
import { decimalText, effectText, meanText, tooFewSeedsText } from '@/core/text/number'
import type { Values } from './findings'

export const text = {
  accuracy: {
    title: 'Tokens that the model predicts',
    caption:
      'Share of the tokens of its training strings that a model predicts correctly, one seed. Thin: an even guess.',
    y: 'share of tokens',
    line: (datasetSize: number, about: string) => `N ${datasetSize}${about}`,
    chance: 'guessing',
  },
} as const

export const sentences = {
  learned: ({ datasetSize, accuracies, about, decision }, verdict) => ({
    headline:
      verdict === 'agrees' ? 'The model predicts its strings.' : 'The model hardly predicts its strings.',
    text: `Of ${datasetSize} strings the model predicts ${meanText(accuracies)} of the tokens${about}.${tooFewSeedsText(decision)}`,
  }),
  crowded: ({ few, many, about, decision }, verdict) => ({
    headline:
      verdict === 'agrees'
        ? 'The more strings, the fewer of their tokens it predicts.'
        : 'Are more strings predicted worse? Not settled here.',
    text: `With ${many.datasetSize} strings instead of ${few.datasetSize}, that share falls by ${effectText(decision.effect, decimalText)}${about}.${tooFewSeedsText(decision)}`,
  }),
} satisfies Sentences<Values>
