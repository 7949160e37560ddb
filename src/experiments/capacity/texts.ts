/** Every word that this experiment shows of its runs. */
import type { Sentences } from '@/core/findings/finding'
import {
  changeText,
  countText,
  decimalText,
  effectText,
  meanText,
  percentText,
  seedsNeededText,
} from '@/core/text/number'
import { type CapacityValues, GONE, MOST, WHOLE } from './findings'
import { PREFIX_TOKENS } from './measure'

export const text = {
  convergence: {
    title: 'Memorised bits while it trains',
    caption: (width: number | undefined) =>
      `Each line is one dataset${width === undefined ? '' : ` of the model with d ${width}`}, one seed. Small data are learned early and whole. Compare the lines that end at the same height: do larger data take longer to get there? Only runs that see every string in every step can be drawn.`,
    y: 'memorised bits',
    line: (datasetSize: number) => `N ${datasetSize}`,
  },
  recall: {
    title: 'Strings recalled whole',
    caption: `Solid: the share of the training strings whose tokens from the ${PREFIX_TOKENS + 1}th on greedy decoding gives back without a mistake, from the first ${PREFIX_TOKENS}. Dashed: single tokens that it would get right, the first ones among them, which nothing announces. The bits stay when the data outgrow the model, but they are spread over more strings, and whole strings are lost at once.`,
    x: 'data, bits per parameter',
    y: 'share',
    tokens: (width: number | undefined) => (width === undefined ? 'tokens' : `d ${width} tokens`),
  },
}

export const sentences: Sentences<CapacityValues> = {
  oneFull: ({ datasetSize }) => ({
    text: `Only the runs with ${datasetSize} strings end within a tenth of the most bits: whether larger data take longer to the same bits, only more of such sizes would tell.`,
    paper: 'Morris et al.: larger datasets converge more slowly, to the same bits',
  }),
  convergence({ smallest, largest, later, seedsNeeded }, verdict) {
    const at = ({ steps, bits, datasetSize }: typeof smallest) =>
      `${meanText(steps, 0, 'steps')} with ${datasetSize} strings (${countText(bits)} bits in the end)`
    const longer = `${effectText(later, (share) => changeText(share))} steps`
    const ends: Partial<Record<typeof verdict, string>> = {
      'not told apart': `: ${longer}; whether that is later, ${seedsNeededText(seedsNeeded)}`,
      differs: `: ${longer}, so larger data take no longer here, where every step sees all of them`,
    }
    return {
      text: `Of the datasets that end at about the same bits, ${percentText(MOST)} of these are there after ${at(smallest)} and after ${at(largest)}${ends[verdict] ?? `: ${longer}`}.`,
      paper: 'Morris et al.: larger datasets converge more slowly, to the same bits',
    }
  },
  noCliff: ({ missing }) => ({
    text: `No cliff of exact recall: it would fall from over ${WHOLE} to under ${GONE} inside the range of data that was run. Add ${missing} datasets${missing === 'larger' ? '' : ', or train longer'}.`,
  }),
  cliff: ({ whole, gone, held }) => ({
    text: `Given their first ${PREFIX_TOKENS} tokens, ${percentText(whole.recall)} of the strings are recalled whole at ${decimalText(whole.ratio)} bits of data per parameter and ${percentText(gone.recall)} at ${decimalText(gone.ratio)}, though the model then still holds ${meanText(held, 2, 'bits per parameter')}.`,
  }),
}
