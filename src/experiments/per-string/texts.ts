/** The words of this experiment's figures and findings. */

import type { Sentences } from '@/core/findings/finding'
import type { Decision } from '@/core/findings/verdict'
import { UNEXPOSED_BITS } from '@/core/metrics/exposure'
import { mean } from '@/core/metrics/stats'
import { capitalised } from '@/core/text/capitalised'
import { countText, decimalText, effectText, meanText, plural, seedsNeededText } from '@/core/text/number'
import type { PerStringValues } from './findings'

const ofRun = (datasetSize: number | undefined, rest: string): string =>
  datasetSize === undefined ? '' : ` ${plural(datasetSize, 'string')}, ${rest}.`

export const text = {
  exposure: {
    title: 'How exposed a planted string is',
    caption: (candidates: number, boundBits: number) =>
      `Each planted string is ranked among ${candidates} strings of its kind that were left out, by how likely the model finds them. First of all of them is ${countText(boundBits)} bits, the most that so many can show; a string that was never planted has ${decimalText(UNEXPOSED_BITS)} on average.`,
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
      `Share of the strings by the bits that the model memorised of them: what the source says they take, less what the model needs. Training strings are those that are there once. The first bar holds all that lies further left.${ofRun(datasetSize, 'one seed')}`,
    x: 'memorised bits of a string',
    y: 'share of strings',
  },
  rareness: {
    title: 'Rare against common strings',
    caption: (datasetSize: number | undefined) =>
      `Each dot is a string: to the right those that the source gives more seldom than most, upwards those of which more was memorised. New strings show what the model makes of rare strings in general; the gap between the clouds is memory.${ofRun(datasetSize, 'one seed, up to 240 of each')}`,
    x: 'rareness: bits beyond an average string',
    y: 'memorised bits',
  },
  tokens: {
    title: 'What it knows of each string',
    titleNow: 'What it knows of each string now',
    caption: (shown: { readonly datasetSize: number; readonly seed: number } | undefined) =>
      `Each row is a training string, named by how often it is in the data, each cell a token, its shade how sure the model is of it, given the true tokens before it.${
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
/** Appended to a statement that seeds do not decide. */
const open = ({ verdict, seedsNeeded }: Decision): string =>
  verdict === 'not told apart' ? `: ${seedsNeededText(seedsNeeded)}` : ''

export const sentences = {
  kept: ({ about, trained, unseen, keptShare }) => ({
    headline: `${named(about)}${decimalText(100 * mean(keptShare), 0)} % of the strings clearly stand out.`,
    text: `${named(about)}A training string that is there once is worth ${meanText(trained, 1, 'memorised bits')} on average, a new string ${meanText(unseen, 1)}; ${meanText(
      keptShare.map((share) => 100 * share),
      0,
      '%',
    )} of the training strings stand out above 99 % of the new ones.`,
  }),
  rareness: ({ about, isClipped, rare, common, decision }, verdict) => ({
    headline: capitalised(
      `${named(about)}${
        verdict === 'agrees'
          ? 'rare strings are kept better than common ones.'
          : verdict === 'differs'
            ? 'common strings are kept better than rare ones.'
            : verdict === 'no effect'
              ? 'rare strings are kept as well as common ones.'
              : 'whether rare strings are kept better is open.'
      }`,
    ),
    text: `${named(about)}Of a string of the rarest fifth ${meanText(rare, 1, 'bits')} are memorised, of one of the commonest fifth ${meanText(common, 1)}${isClipped ? ' (strings below 0 count as 0)' : ''}: a difference of ${effectText(decision.effect, one)}${open(decision)}.`,
    paper: 'Morris et al.: the strings that are memorised most have rare tokens',
  }),
  training: ({ about, rare, common }) => ({
    headline: capitalised(
      `${named(about)}training is worth more to ${mean(rare) > mean(common) ? 'rare' : 'common'} strings.`,
    ),
    text: `${named(about)}Against new strings as rare, having been trained on is worth ${meanText(rare, 1, 'bits')} to a string of the rarest fifth, and ${meanText(common, 1)} to one of the commonest fifth.`,
  }),
  exposure: ({ about, fewest, most, leadsFrom, boundBits, decision }, verdict) => {
    const end =
      leadsFrom === undefined
        ? `planted ${timesText(most.copies)} it reaches ${meanText(most.bits, 1)} of the ${countText(boundBits)} bits that can be measured`
        : `from ${timesText(leadsFrom)} on it is likelier than all ${2 ** Math.round(boundBits) - 1} others, the most that can be measured (${countText(boundBits)} bits)`
    const growth = decision
      ? ` It grows by ${effectText(decision.effect, one)} bits${open(decision)}.`
      : ' So few copies are nearly enough that no growth can show: take more strings of the source.'
    return {
      headline: capitalised(
        `${named(about)}${
          verdict === 'agrees'
            ? 'planted more often, a string shows more.'
            : verdict === 'not reached'
              ? 'one copy is already nearly enough to show.'
              : verdict === 'not told apart'
                ? 'whether copies expose a string more is open.'
                : 'copies expose a string no more.'
        }`,
      ),
      text: `${named(about)}A canary planted ${timesText(fewest.copies)} is exposed by ${meanText(fewest.bits, 1, 'bits')}, one never planted by ${one(UNEXPOSED_BITS)} on average; ${end}.${growth}`,
      paper:
        'Carlini et al. 2019: exposure grows with the number of insertions, until the canary can be extracted',
    }
  },
  copies: ({ about, fewest, most, gain }) => ({
    headline: capitalised(
      `${named(about)}copies help: ${one(gain.mean)} bits more ${timesText(most.copies)}.`,
    ),
    text: `${named(about)}A string that is there ${timesText(most.copies)} is worth ${meanText(most.bits, 1, 'memorised bits')}, one that is there ${timesText(fewest.copies)} ${meanText(fewest.bits, 1)}: ${effectText(gain, one)} bits more.`,
  }),
} satisfies Sentences<PerStringValues>
