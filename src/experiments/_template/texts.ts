/** All words of this experiment's figures and findings. */
import type { Sentences } from '@/core/findings/finding'
import type { Decision } from '@/core/findings/verdict'
import { decimalText, effectText, meanText, seedsNeededText } from '@/core/text/number'
import type { Values } from './findings'

export const text = {
  accuracy: {
    title: 'Tokens that the model predicts',
    caption:
      'Share of the tokens of its own strings that a model would predict, one seed. Thin: an even guess.',
    y: 'share of tokens',
    line: (datasetSize: number, about: string) => `N ${datasetSize}${about}`,
    chance: 'guessing',
  },
} as const

const open = ({ verdict, seedsNeeded }: Decision): string =>
  verdict === 'not told apart' ? `: ${seedsNeededText(seedsNeeded)}` : ''

export const sentences = {
  learned: ({ datasetSize, accuracies, about, decision }, verdict) => ({
    headline:
      verdict === 'agrees' ? 'The model predicts its strings.' : 'The model hardly predicts its strings.',
    text: `Of ${datasetSize} strings the model predicts ${meanText(accuracies)} of the tokens${about}${open(decision)}.`,
  }),
  crowded: ({ few, many, about, decision }, verdict) => ({
    headline:
      verdict === 'agrees'
        ? 'It predicts fewer tokens of more strings.'
        : 'Whether more strings are predicted worse is open.',
    text: `With ${many.datasetSize} strings in place of ${few.datasetSize} that falls by ${effectText(decision.effect, decimalText)}${about}${open(decision)}.`,
  }),
} satisfies Sentences<Values>
