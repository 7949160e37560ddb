/** The words of this experiment's figures and findings. */
import type { Sentences } from '@/core/findings/finding'
import { mean } from '@/core/metrics/stats'
import {
  decimalText,
  effectText,
  factorText,
  meanText,
  percentText,
  plural,
  tooFewSeedsText,
} from '@/core/text/number'
import { type ExtractionValues, WHOLE_RECALL } from './findings'

export const text = {
  completed: (strings: string, share: number) =>
    `${strings}: ${percentText(share)} come back from their first half`,
  recall: {
    title: 'What can be extracted, and what can only be recognised',
    caption:
      'Share of training strings that the model completes without a mistake from their first tokens; one token alone seldom identifies a string. AUC: the membership attack on the same models, the chance that a training string has a lower loss than a new one (0.5 is guessing). Thin: new strings, from the longest prefix.',
    y: 'share of strings, or AUC',
    given: (prefix: number, about: string) => `given ${prefix}${about}`,
    newGiven: (prefix: number, about: string) => `new, given ${prefix}${about}`,
    auc: (about: string) => `AUC${about}`,
  },
  prefix: {
    title: 'How much of a string it takes',
    caption:
      'Share of training strings completed without a mistake, by the number of tokens given; one line for each dataset size, one seed. Dashed: the most that is possible at the largest size, because many strings begin alike and greedy decoding gives one answer to a prefix. With only one token missing, a guess is sometimes right.',
    x: 'tokens given',
    possible: 'possible',
  },
  tokens: {
    title: 'What is left of each string',
    caption: (shown: { readonly datasetSize: number; readonly isTraining: boolean } | undefined) =>
      `Each row is a training string, each cell a token. Shade: the probability that the model gives to the right token, given those before it.${
        shown
          ? ` ${plural(shown.datasetSize, 'string')}, up to 48 of them${shown.isTraining ? ', while it trains' : ''}.`
          : ''
      }`,
    rows: 'strings',
    columns: 'position',
    legend: ['impossible', 'certain'],
  },
  training: {
    title: 'Recall while it trains',
    caption: (prefix: number) =>
      `Share of training strings completed without a mistake from their first ${prefix} tokens, measured ten times during training, one seed.`,
  },
  share: 'share of strings',
  strings: (datasetSize: number, about: string) => `${plural(datasetSize, 'string')}${about}`,
} as const

const factor = (x: number): string => decimalText(x, x < 10 ? 2 : 0)
const ratio = (logarithm: number): string => factorText(logarithm, 1)

const cliffPaper =
  'Morris et al.: with enough data no more is extracted than a model of new strings would complete'

export const sentences = {
  cliff: ({ about, prefix, whole, lost, most }) => ({
    headline:
      whole === undefined || lost.length === 0
        ? 'When does recall end? Not within these data.'
        : `Half of the strings are lost at ${decimalText(mean(lost), 1)} times what fits.`,
    text:
      whole === undefined || lost.length === 0
        ? `From the smallest to the largest dataset, the share of strings completed from their first ${prefix} tokens does not fall from over ${percentText(WHOLE_RECALL)} to one half${about}. Add smaller and larger datasets, or train longer.`
        : `From their first ${prefix} tokens, over ${percentText(WHOLE_RECALL)} of the strings are completed without a mistake with data of up to ${factor(whole)} times what the model holds, half of them at ${meanText(lost, 2, 'times')}, and ${meanText(
            most.recalls.map((recall) => 100 * recall),
            1,
            '%',
          )} at ${factor(most.x)} times${about}.`,
    paper: cliffPaper,
  }),
  order: ({ about, lost, dies, outlives, most, decision }, verdict) => {
    const end =
      outlives === 0
        ? `The AUC is half way to chance at ${meanText(dies, 2, 'times')}:`
        : `At ${factor(most.x)} times, the most data here, the loss still tells members from non-members, with an AUC of ${meanText(most.aucs, 3)}: that is at least`
    const headlines: Partial<Record<typeof verdict, string>> = {
      agrees: 'Strings it can no longer recite can still be recognised.',
      differs: 'Strings it can still recite can no longer be recognised.',
    }
    return {
      headline:
        headlines[verdict] ?? 'Which fails first, extraction or membership inference? Not settled here.',
      text: `Half of the strings can no longer be extracted at ${meanText(lost, 2, 'times')} what the model holds. ${end} ${effectText(decision.effect, ratio, 'times')} as much data${about}.${tooFewSeedsText(decision)}${outlives > 0 ? ' Add larger datasets to see where membership inference fails.' : ''}`,
      paper: 'Morris et al.: membership inference is easier than extraction at every size of data',
    }
  },
  prefix: ({ about, few, many }) => ({
    headline: `Given ${many.prefix} tokens instead of ${few.prefix}, it recites more.`,
    text: `Half of the strings are lost at ${meanText(few.lost, 2, 'times')} what the model holds when ${few.prefix} tokens are given, and at ${meanText(many.lost, 2, 'times')} when ${many.prefix} are${about}.`,
  }),
  newStrings: ({ about, prefix, most }) => ({
    headline:
      most === 0
        ? 'It completes no string that it never saw.'
        : 'It completes few strings that it never saw.',
    text: `Of the strings that it never saw, ${
      most === 0 ? 'none is completed' : `no run completes more than ${decimalText(100 * most, 1)} %`
    } from the first ${prefix} tokens${about}.`,
  }),
} satisfies Sentences<ExtractionValues>
