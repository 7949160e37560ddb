/** Every word that this experiment shows of its runs. */

import type { EndName, PointText } from '@/core/figures/figure'
import type { Sentences, Verdict } from '@/core/findings/finding'
import { MORRIS_SLOPE } from '@/core/findings/morris-table'
import { ASSUMED_BITS_PER_PARAM } from '@/core/metrics/assumed-capacity'
import { uniformCeilingBits } from '@/core/metrics/bits'
import { mean, type Spread, spread } from '@/core/metrics/stats'
import { PAPER_BITS_PER_PARAM } from '@/core/runs/fit'
import { capitalised } from '@/core/text/capitalised'
import {
  changeText,
  countText,
  decimalText,
  effectText,
  listText,
  meanText,
  percentText,
  plural,
  rangeText,
  tooFewSeedsText,
} from '@/core/text/number'
import { type CapacityValues, GONE, type Growth, WHOLE } from './findings'
import { PREFIX_TOKENS } from './measure'
import type { CapacityModel, ModelSize } from './series'

const { float32, bfloat16 } = PAPER_BITS_PER_PARAM
const twoDigits = (value: number): string => decimalText(value)

export const text = {
  memorized: {
    title: 'Memorised bits against data',
    caption:
      'Each dot is a model trained on so many strings. While they fit, it knows them all: the dot lies on the ceiling, the most that anything could know. Then it is full: more strings, no more memory. Dots are means over seeds, bars reach from the least to the most, single seeds are faint.',
    x: 'bits in the dataset',
    y: 'memorised bits',
    atEnd: ({ label, params }: CapacityModel, isSizeUnique: boolean): EndName => [
      label,
      isSizeUnique ? countText(params) : label,
    ],
    full: (full: string, bits: number): EndName => [
      `${full}: ${countText(bits)} bits`,
      `${full}: ${countText(bits)}`,
    ],
    identity: 'all the data',
    ceiling: (strings: string) => (strings === '' ? 'ceiling' : `ceiling, ${strings}`),
    ceilingAtTop: 'ceiling: all that the strings hold',
    strings: ({ shape: { vocab, seqLen } }: CapacityModel) => `${vocab} symbols, ${seqLen} long`,
    tableTitle: 'memorised bits of every run',
    tableCaption: 'Memorised bits of every finished run; P parameters, N strings',
    columns: [
      'Model',
      'P',
      'N',
      'Data, bits',
      'Mean memorised (least–most), bits',
      'Seed',
      'Memorised, bits',
      'Ceiling, bits',
      'Bits per parameter',
      'Held-out memorised',
    ],
    mean: ({ mean, min, max, count }: Spread) =>
      `${countText(mean)}${count > 1 ? ` (${rangeText(min, max, countText)})` : ''}`,
  },
  capacity: {
    title: 'Capacity against parameters',
    caption: `The most that each model held: mean over seeds, bars from least to most. Dashed: the line fitted through them, once two models have finished; in grey, the paper’s ${decimalText(float32)} (float32) and ${decimalText(bfloat16)} (bfloat16) bits per parameter, for far larger models trained for a million steps. We train in float32; a model this small, trained this briefly, stays below ${decimalText(float32)}. A measured capacity is a lower bound: longer training finds more of it.`,
    x: 'parameters',
    y: 'capacity, bits',
    paper: {
      float32: { label: 'paper, fp32', atEnd: [`${float32} · paper, fp32`, `${float32} fp32`] },
      bfloat16: { label: 'paper, bf16', atEnd: [`${bfloat16} · paper, bf16`, `${bfloat16} bf16`] },
    } satisfies Record<'float32' | 'bfloat16', { label: string; atEnd: EndName }>,
    /** Points for models of the paper's own shape. */
    row: { float32: 'fp32, paper’s', bfloat16: 'bf16, paper’s' },
    fit: 'this fit',
    fitAtEnd: (slope: number): EndName => [`${decimalText(slope)} · this fit`, `${decimalText(slope)} fit`],
    tableTitle: 'capacity of every model',
    tableCaption: 'Capacity of each model: the most bits that it held at any dataset size',
    columns: [
      'Model',
      'Parameters',
      'Seeds',
      'Capacity, bits',
      'Least–most',
      'Bits per parameter',
      'Growth at the end',
    ],
  },
  loss: {
    title: 'Loss against data / capacity',
    caption: `Thick: strings the model never saw (test). Thin: the strings it trains on. The test loss rises above guessing where the model is confident and wrong, most while its strings only just fit; on random strings it can only return to log₂ V. Until a model’s runs have finished, ${ASSUMED_BITS_PER_PARAM} bits per parameter stand in for its capacity.`,
    x: 'data / capacity',
    y: 'loss, bits per token',
    label: (part: 'test' | 'train', { label }: CapacityModel) => `${label}, ${part}`,
    /** Of one model, of a few, or of the largest of many: the colours say the rest. */
    atEnd: (part: 'test' | 'train', { params }: CapacityModel, models: number): EndName =>
      models === 1
        ? [`${part} loss`, part]
        : models <= 3
          ? [`${countText(params)}, ${part}`, `${countText(params)} ${part}`]
          : [part, part],
    guessing: (vocab: number) => `guessing, log₂ ${vocab}`,
    guessingAtEnd: (vocab: number, isOnly: boolean): EndName => {
      const bits = Math.log2(vocab)
      return [
        `log₂ V = ${decimalText(bits, Number.isInteger(bits) ? 0 : 2)}`,
        isOnly ? 'log₂ V' : `log₂ ${vocab}`,
      ]
    },
    peak(loss: number, share: number, isInside: boolean): EndName {
      const narrow = `${isInside ? 'peak' : 'highest'} ${decimalText(loss, 1)} at ${decimalText(share, 1)}×`
      return [`${narrow} capacity`, narrow]
    },
    tableTitle: 'train and test loss',
    tableCaption: 'Train and test loss, means over seeds',
    columns: [
      'Model',
      'Strings N',
      'Data / capacity',
      'Train loss, bits per token',
      'Test loss, bits per token',
      'Test loss, min–max',
      'Guessing, log₂ V',
    ],
    atPeak: (loss: string) => `${loss} (peak)`,
  },
  none: '–',
  convergence: {
    title: 'Memorised bits while it trains',
    caption: (params: number | undefined) =>
      `Each line is one dataset${params === undefined ? '' : ` of the model of ${countText(params)} parameters`}, one seed. Small data are learned early and whole. Compare the lines that end at the same height: do more strings take longer to get there? The figure can tell only if all have the same batch size and a constant learning rate.`,
    y: 'memorised bits',
    line: (datasetSize: number) => plural(datasetSize, 'string'),
  },
  recall: {
    title: 'Strings recalled whole',
    caption: `Thick: strings that it completes without a mistake from their first ${PREFIX_TOKENS} tokens. Thin: the share of all tokens that it gets right, including the first ones, which can only be guessed. When the data outgrow the model, the bits stay but are spread over more strings: whole strings are lost first.`,
    x: 'data, bits per parameter',
    y: 'share',
    tokens: (params: number | undefined) =>
      params === undefined ? 'tokens' : `${countText(params)}, tokens`,
  },
}

/** What a point of one model and size says. */
export function sizeText({ label, shape, params }: CapacityModel, size: ModelSize): PointText {
  const { memorized, train, test, runs, finished, datasetSize, datasetBits } = size
  const heldOut = finished.map(({ record }) => record.heldoutMemorizedBits)
  const training = runs.length - finished.length
  const [mean, range] = [countText(memorized.mean), rangeText(memorized.min, memorized.max, countText)]
  const ceiling = uniformCeilingBits(datasetSize, shape.seqLen, shape.vocab)
  return {
    title: `${label}: ${plural(datasetSize, 'string')}`,
    rows: [
      ['Data', `${countText(datasetBits)} bits`],
      ['Memorised', `${mean}${runs.length > 1 && range !== mean ? ` (${range})` : ''} bits`],
      ['Ceiling', `${countText(ceiling)} bits`],
      ['Bits per parameter', decimalText(memorized.mean / params)],
      ['Train loss', `${decimalText(train.mean)} bits per token`],
      ...(test ? [['Test loss', `${decimalText(test.mean)} bits per token`] as const] : []),
      ...(heldOut.length > 0
        ? [
            [
              'Held-out strings',
              `${rangeText(Math.min(...heldOut), Math.max(...heldOut), countText)} bits`,
            ] as const,
          ]
        : []),
      ['Seeds', `${runs.length}${training > 0 ? `, ${training} training` : ''}`],
    ],
  }
}

/** What the point of a model's capacity says. */
export function modelText({ label, params, isComplete }: CapacityModel, capacity: Spread): PointText {
  const { mean, min, max, count } = capacity
  return {
    title: label,
    rows: [
      ['Parameters', countText(params)],
      ['Capacity', `${countText(mean)} bits`],
      ['Bits per parameter', decimalText(mean / params)],
      ...(count > 1
        ? [[`Over ${count} seeds`, rangeText(min / params, max / params, twoDigits)] as const]
        : []),
      ...(isComplete ? [] : [['State', 'still training'] as const]),
    ],
  }
}

/** Behind a mean over seeds, where no interval is meant: least and largest. */
const seedRange = ({ min, max, count }: Spread): string =>
  count > 1 ? `(${countText(min)} to ${countText(max)} over ${plural(count, 'seed')})` : '(one seed)'

function growthText({ times, effect, seedsNeeded }: Growth, verdict: Verdict): string {
  const more =
    Math.abs(times - 2) < 0.05 ? 'Doubling the data' : `Taking ${decimalText(times, 1)} times the data`
  const ends: Partial<Record<Verdict, string>> = {
    agrees: ': a plateau',
    differs: ': so many strings are more than it can learn in these steps',
    'not reached': ': not a plateau yet',
  }
  return `${more} changed the memorised bits by ${effectText(effect, (share) => changeText(share))}${ends[verdict] ?? ''}.${tooFewSeedsText({ verdict, seedsNeeded }, 'whether that is a plateau')}`
}

const CONVERGENCE_PAPER = 'Morris et al.: larger datasets converge more slowly, to the same bits'

/** Of one model among several, the headline says which. */
function capacityHeadline({ params, bits, isOnly }: CapacityValues['capacity'], verdict: Verdict): string {
  const held = `about ${countText(spread(bits).mean)} bits`
  const who = isOnly ? '' : `${countText(params)} parameters: `
  const line: Partial<Record<Verdict, string>> = {
    agrees: isOnly ? `Full at ${held}: more strings, no more memory.` : `full at ${held}.`,
    differs: `${isOnly ? 'Given' : 'given'} too many strings, it holds fewer bits.`,
    'not reached': isOnly ? `It holds ${held}, and is not full yet.` : `${held}, not full yet.`,
    'not told apart': isOnly ? `It holds ${held}, and may be full.` : `${held}, perhaps full.`,
  }
  return `${who}${line[verdict] ?? (isOnly ? `It holds ${held}.` : `${held}.`)}`
}

export const sentences: Sentences<CapacityValues> = {
  capacity(values, verdict) {
    const { label, color, params, bits, growth } = values
    const held = spread(bits)
    const perParam = decimalText(held.mean / params)
    const range = held.count > 1 ? ` (${rangeText(held.min / params, held.max / params, twoDigits)})` : ''
    const size = `The model of ${label}`
    return {
      headline: capacityHeadline(values, verdict),
      text: `${size} held ${countText(held.mean)} bits ${seedRange(held)}, ${perParam}${range} bits per parameter.${growth ? ` ${growthText(growth, verdict)}` : ''}`,
      color,
      ...(growth
        ? { paper: 'Morris et al.: a model that is full memorises no more, however many data follow' }
        : {}),
    }
  },
  oneSize: () => ({
    headline: 'A plateau takes two dataset sizes, one twice the other.',
    text: 'No model has been given two dataset sizes, one at least twice the other, with the same seed.',
  }),
  line({ slope, slopeInterval, intercept, rSquared, models, seeds }) {
    const uncertainty =
      slopeInterval === undefined ? 'one seed, so no interval' : `95 % interval over ${plural(seeds, 'seed')}`
    const interval = slopeInterval === undefined ? '' : ` ± ${decimalText(slopeInterval)}`
    const offset = `${intercept < 0 ? 'minus' : 'plus'} ${countText(Math.abs(intercept))} bits`
    const straight =
      models === 2
        ? '; two models always lie on a line: add a third to test it'
        : `, R² = ${decimalText(rSquared, 4)} over ${plural(models, 'model')}`
    return {
      headline: `Each extra parameter adds about ${decimalText(slope, 1)} bits.`,
      text: `Each extra parameter adds ${decimalText(slope)}${interval} bits (${uncertainty}; capacity = ${decimalText(slope)} · P ${offset}${straight}).`,
      paper: `Morris et al.: ${decimalText(MORRIS_SLOPE.float32)} bits for each extra parameter in float32, as here, and ${decimalText(MORRIS_SLOPE.bfloat16)} in bfloat16, after a million steps`,
    }
  },
  noLine: ({ sizes }) =>
    sizes > 1
      ? {
          headline: 'The line through the models needs two that have finished.',
          text: 'A line is fitted through the models as soon as all runs of two sizes have finished.',
        }
      : {
          headline: 'Would a larger model hold more? One size cannot tell.',
          text: 'With several widths a line is fitted through the capacities: its slope is what each extra parameter adds.',
        },
  paperRow: ({ held, steps, paper }) => ({
    headline: `${decimalText(mean(held))} bits per parameter; the paper’s own model holds ${decimalText(paper.float32)}.`,
    text: `This is the shape of a model of the paper’s Table 1. After ${countText(steps)} steps it held ${meanText(held, 2, 'bits per parameter')}, ${percentText(mean(held) / paper.float32)} of what the paper’s held after a million; longer training adds more.`,
    paper: `Morris et al., Table 1: ${decimalText(paper.float32)} in float32, as here, and ${decimalText(paper.bfloat16)} in bfloat16`,
  }),
  unequalSteps: ({ unequalBatch, comesToRest }) => ({
    headline: 'Do more strings take longer to learn? Not tested here.',
    text: `${capitalised(
      listText([
        ...(unequalBatch ? ['a step on a larger dataset shows more strings'] : []),
        ...(comesToRest ? ['the learning rate falls to 0 by the last step'] : []),
      ]),
    )}, so all these datasets are learned at the same pace. To compare them, use the same batch size and a constant rate for all.`,
    paper: CONVERGENCE_PAPER,
  }),
  oneFull: ({ datasetSize }) => ({
    headline: 'Only one dataset size fills the model here.',
    text: `Only the runs with ${datasetSize} strings end near the most bits. To see whether more strings take longer, run several sizes that fill the model.`,
    paper: CONVERGENCE_PAPER,
  }),
  convergence({ level, smallest, largest, later, seedsNeeded }, verdict) {
    const at = ({ steps, datasetSize }: typeof smallest) =>
      `${meanText(steps, 0, 'steps')} with ${datasetSize} strings`
    const headlines: Partial<Record<typeof verdict, string>> = {
      agrees: 'More strings take longer to fill the same memory.',
      differs: 'More strings took no longer to fill the same memory.',
    }
    return {
      headline: headlines[verdict] ?? 'Do more strings take longer to learn? Not settled here.',
      text: `The model holds ${countText(level)} bits after ${at(smallest)} and after ${at(largest)}, a change of ${effectText(later, (share) => changeText(share))}; in the end they hold ${countText(smallest.bits)} and ${countText(largest.bits)} bits.${tooFewSeedsText({ verdict, seedsNeeded })}`,
      paper: CONVERGENCE_PAPER,
    }
  },
  noCliff: ({ missing }) => ({
    headline: 'When are whole strings lost? Not within these data.',
    text: `From the smallest to the largest dataset, the share of strings recalled whole does not fall from over ${percentText(WHOLE)} to under ${percentText(GONE)}. Add ${missing} datasets${missing === 'larger' ? '' : ', or train longer'}.`,
  }),
  cliff: ({ whole, gone, held }) => ({
    headline: 'Whole strings are suddenly lost; the bits stay.',
    text: `Given their first ${PREFIX_TOKENS} tokens, ${percentText(whole.recall)} of the strings are recalled whole at ${decimalText(whole.ratio)} bits of data per parameter and ${percentText(gone.recall)} at ${decimalText(gone.ratio)}, though the model then still holds ${meanText(held, 2, 'bits per parameter')}.`,
  }),
}
