/** The words of this experiment's figures and findings. */

import type { Sentences } from '@/core/findings/finding'
import { UNEXPOSED_BITS } from '@/core/metrics/exposure'
import { mean } from '@/core/metrics/stats'
import { capitalised } from '@/core/text/capitalised'
import { countText, decimalText, effectText, meanText, plural, tooFewSeedsText } from '@/core/text/number'
import type { PerStringValues } from './findings'

const ofRun = (datasetSize: number | undefined, rest: string): string =>
  datasetSize === undefined ? '' : ` ${plural(datasetSize, 'string')}, ${rest}.`

export const text = {
  exposure: {
    title: 'How exposed a planted string is',
    caption: (candidates: number, boundBits: number) =>
      `Each planted string is ranked, by how likely the model finds it, among ${candidates} strings of its kind that were not planted. First place is ${countText(boundBits)} bits, the most that so many rivals can show; a string that was never planted has ${decimalText(UNEXPOSED_BITS)} on average.`,
    bound: 'the most',
    unexposed: 'not planted',
  },
  copies: {
    title: 'What is kept of a planted string',
    caption:
      'Memorised bits of one planted string, each distinct string counted once. Negative where the model finds it less likely than its source does.',
    y: 'memorised bits',
    all: 'all of it',
  },
  distribution: {
    title: 'Which strings are kept',
    caption: (datasetSize: number | undefined) =>
      `Strings by their memorised bits: what the source says a string takes, less what the model needs. Training strings are those that occur once. The first bar also holds everything further left.${ofRun(datasetSize, 'one seed')}`,
    x: 'memorised bits of a string',
    y: 'share of strings',
  },
  rareness: {
    title: 'Rare against common strings',
    caption: (datasetSize: number | undefined) =>
      `Each dot is a string: the further right, the rarer it is under the source; the higher, the more bits of it were memorised. New strings show what the model makes of rare strings in general; the gap between the two clouds is memory.${ofRun(datasetSize, 'one seed, up to 240 of each')}`,
    x: 'rareness: bits beyond an average string',
    y: 'memorised bits',
  },
  tokens: {
    title: 'What it knows of each string',
    titleNow: 'What it knows of each string now',
    caption: (shown: { readonly datasetSize: number; readonly seed: number } | undefined) =>
      `Each row is a training string, named by how often it occurs in the data, each cell a token. Shade: the probability that the model gives to the right token, given those before it.${
        shown ? ` ${plural(shown.datasetSize, 'string')}, seed ${shown.seed}.` : ''
      }`,
    rows: 'strings',
    columns: 'position',
    legend: ['impossible', 'certain'],
  },
  training: {
    title: 'Exposure while it trains',
    caption: (datasetSize: number | undefined) =>
      `Mean over the strings planted equally often${datasetSize === undefined ? '' : `, ${plural(datasetSize, 'string')}, one seed`}.`,
  },
  timesInData: 'times in the data',
  exposureBits: 'exposure, bits',
  planted: 'planted',
  plantedNow: 'planted, now',
  trained: 'training',
  newStrings: 'new strings',
  times: (copies: number) => `×${copies}`,
} as const

const one = (bits: number): string => decimalText(bits, 1)
const named = (about: string): string => (about === '' ? '' : `${about}: `)
const timesText = (copies: number): string => (copies === 1 ? 'once' : `${copies} times`)

export const sentences = {
  kept: ({ about, trained, unseen, keptShare }) => ({
    headline: `${named(about)}${decimalText(100 * mean(keptShare), 0)} % of the training strings clearly stand out.`,
    text: `${named(about)}Of a training string that occurs once, ${meanText(trained, 1, 'bits')} are memorised on average; a new string scores ${meanText(unseen, 1)}. ${meanText(
      keptShare.map((share) => 100 * share),
      0,
      '%',
    )} of the training strings score higher than 99 % of the new ones.`,
  }),
  rareness: ({ about, isClipped, rare, common, decision }, verdict) => ({
    headline: capitalised(
      `${named(about)}${
        verdict === 'agrees'
          ? 'unlikely strings are kept better than likely ones.'
          : verdict === 'differs'
            ? 'likely strings are kept better than unlikely ones.'
            : verdict === 'no effect'
              ? 'unlikely strings are kept as well as likely ones.'
              : 'are unlikely strings kept better? Not settled here.'
      }`,
    ),
    text: `${named(about)}Of a string in the least likely fifth, ${meanText(rare, 1, 'bits')} are memorised; of one in the likeliest fifth, ${meanText(common, 1)}${isClipped ? ' (strings below 0 count as 0)' : ''}. The difference is ${effectText(decision.effect, one, 'bits')}.${tooFewSeedsText(decision)}`,
    paper: 'Morris et al.: the strings that are memorised most have rare tokens',
  }),
  training: ({ about, rare, common }) => ({
    headline: capitalised(
      `${named(about)}training on a string adds more to ${mean(rare) > mean(common) ? 'unlikely' : 'likely'} strings.`,
    ),
    text: `${named(about)}Compared with new strings that are as likely, training on a string adds ${meanText(rare, 1, 'bits')} in the least likely fifth and ${meanText(common, 1)} in the likeliest fifth.`,
  }),
  exposure: ({ about, fewest, most, leadsFrom, boundBits, decision }, verdict) => {
    const end =
      leadsFrom === undefined
        ? `Planted ${timesText(most.copies)}, it reaches ${meanText(most.bits, 1)} of the ${countText(boundBits)} bits that can be measured`
        : `Planted ${timesText(leadsFrom)} or more, it is likelier than all ${countText(2 ** Math.round(boundBits) - 1)} others: ${countText(boundBits)} bits, the most that can be measured`
    const growth = decision
      ? ` The exposure grows by ${effectText(decision.effect, one, 'bits')}.${tooFewSeedsText(decision)}`
      : ' So little is missing that no growth can show: take more strings of the source.'
    return {
      headline: capitalised(
        `${named(about)}${
          verdict === 'agrees'
            ? 'the more often planted, the more exposed.'
            : verdict === 'not reached'
              ? 'a single copy is already almost fully exposed.'
              : verdict === 'not told apart'
                ? 'do more copies expose a string more? Not settled.'
                : 'more copies make a string no more exposed.'
        }`,
      ),
      text: `${named(about)}A canary planted ${timesText(fewest.copies)} has an exposure of ${meanText(fewest.bits, 1, 'bits')}; one that was never planted has ${one(UNEXPOSED_BITS)} on average. ${end}.${growth}`,
      paper:
        'Carlini et al. 2019: exposure grows with the number of insertions, until the canary can be extracted',
    }
  },
  copies: ({ about, fewest, most, gain }) => ({
    headline: `${named(about)}${plural(most.copies, 'copy', 'copies')} instead of ${countText(fewest.copies)}: ${one(gain.mean)} bits more.`,
    text: `${named(about)}Of a string that occurs ${timesText(most.copies)}, ${meanText(most.bits, 1, 'bits')} are memorised; of one that occurs ${timesText(fewest.copies)}, ${meanText(fewest.bits, 1)}. The difference is ${effectText(gain, one, 'bits')}.`,
  }),
} satisfies Sentences<PerStringValues>
