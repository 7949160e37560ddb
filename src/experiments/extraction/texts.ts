/** The words of this experiment's figures and findings. */
import type { Sentences } from '@/core/findings/finding'
import { mean } from '@/core/metrics/stats'
import { decimalText, effectText, meanText, percentText, plural, seedsNeededText } from '@/core/text/number'
import { type ExtractionValues, WHOLE_RECALL } from './findings'

export const text = {
  completed: (strings: string, share: number) =>
    `${strings}: ${percentText(share)} come back from their first half`,
  recall: {
    title: 'What can be extracted, and what can only be recognised',
    caption:
      'Share of the training strings that the model writes out whole, without one mistake, when it is given their first tokens; one token seldom points out one string. Above them the AUC of the membership attack on the same models: the chance that a training string has a lower loss than a new one (0.5 is guessing). Thin: new strings, from the longest prefix.',
    y: 'share of strings, or AUC',
    given: (prefix: number, about: string) => `given ${prefix}${about}`,
    newGiven: (prefix: number, about: string) => `new, given ${prefix}${about}`,
    auc: (about: string) => `AUC${about}`,
  },
  prefix: {
    title: 'How much of a string it takes',
    caption:
      'Share of the training strings that come back whole, against the number of tokens given, one line for each dataset size, one seed. Dashed: the most that is possible at the largest size, because greedy decoding has one answer to a prefix and many strings begin alike. With one token missing, guessing succeeds now and then.',
    x: 'tokens given',
    possible: 'possible',
  },
  tokens: {
    title: 'What is left of each string',
    caption: (shown: { readonly datasetSize: number; readonly isTraining: boolean } | undefined) =>
      `Each row is a training string, each cell a token, its shade how sure the model is of it, given the true tokens before it.${
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
      `Share of the training strings that come back whole from their first ${prefix} tokens, at ten steps, one seed.`,
  },
  share: 'share of strings',
  strings: (datasetSize: number, about: string) => `${plural(datasetSize, 'string')}${about}`,
} as const

const factor = (x: number): string => decimalText(x, x < 10 ? 2 : 0)
const ratio = (logarithm: number): string => decimalText(Math.exp(logarithm), 1)

const cliffPaper =
  'Morris et al.: with enough data no more is extracted than a model of new strings would complete'

export const sentences = {
  cliff: ({ about, prefix, whole, lost, most }) => ({
    headline:
      whole === undefined || lost.length === 0
        ? 'Where recital ends lies outside these data.'
        : `Half of the strings are lost at ${decimalText(mean(lost), 1)} times what fits.`,
    text:
      whole === undefined || lost.length === 0
        ? `Exact recall from the first ${prefix} tokens does not fall from over ${percentText(WHOLE_RECALL)} of the strings to half of them inside the range of data that was run${about}. Add smaller and larger datasets, or train longer.`
        : `From their first ${prefix} tokens over ${percentText(WHOLE_RECALL)} of the strings come back whole up to data of ${factor(whole)} times what the model holds, half of them at ${meanText(lost, 2, 'times')}, and ${meanText(
            most.recalls.map((recall) => 100 * recall),
            1,
            '%',
          )} of them at ${factor(most.x)} times${about}.`,
    paper: cliffPaper,
  }),
  order: ({ about, lost, dies, outlives, most, decision }, verdict) => {
    const first =
      verdict === 'agrees'
        ? 'Extraction dies first'
        : verdict === 'differs'
          ? 'Membership dies first'
          : 'Which of the two dies first is open'
    const end =
      outlives === 0
        ? `The AUC is half way to chance at ${meanText(dies, 2, 'times')}, by a factor of`
        : `At ${factor(most.x)} times the loss still tells members from non-members, with AUC ${meanText(most.aucs, 3)}: by a factor of at least`
    return {
      headline: verdict === 'agrees' ? 'What it no longer recites, it still gives away.' : `${first}.`,
      text: `${first}: half of the strings are lost at ${meanText(lost, 2, 'times')} what the model holds. ${end} ${effectText(decision.effect, ratio)} more data${about}.${
        verdict === 'not told apart' ? ` Here ${seedsNeededText(decision.seedsNeeded)}.` : ''
      }${outlives > 0 ? ' Add larger datasets to see where membership dies.' : ''}`,
      paper: 'Morris et al.: membership inference is easier than extraction at every size of data',
    }
  },
  prefix: ({ about, few, many }) => ({
    headline: `Given ${many.prefix} symbols in place of ${few.prefix}, it recites more.`,
    text: `Half of the strings are lost at ${meanText(few.lost, 2, 'times')} what the model holds when ${few.prefix} tokens are given, and at ${meanText(many.lost, 2, 'times')} when ${many.prefix} are${about}.`,
  }),
  newStrings: ({ about, prefix, most }) => ({
    headline:
      most === 0
        ? 'Of strings it never saw, it completes none.'
        : 'Of strings it never saw, it completes few.',
    text: `Of strings that it never saw, ${
      most === 0 ? 'none is completed' : `no run completes more than ${decimalText(100 * most, 1)} %`
    } from the first ${prefix} tokens${about}.`,
  }),
} satisfies Sentences<ExtractionValues>
