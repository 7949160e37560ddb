/**
 * The config of a sweep over models and dataset sizes: fields that every training experiment shares, their cross-checks, and the
 * grid of trials. Names are those of the CLI's flags, the permalink and the records.
 */
import { trainableCount } from '../data/own-strings'
import { parseSource } from '../data/sources'
import { ASSUMED_BITS_PER_PARAM } from '../metrics/assumed-capacity'
import { families, familyById } from '../model/families'
import type { ModelShape } from '../model/family'
import { recipeLearningRate } from '../model/recipe'
import {
  type ConfigOf,
  choiceField,
  flagField,
  numberField,
  numberOrWordField,
  numbersField,
  openChoiceField,
  type Problem,
} from './fields'
import type { Settings, TrialParts } from './trial'

/** "As the recipe says" and "every string each step", as numbers, so that a field has one type. */
export const AUTO_LEARNING_RATE = 0
export const FULL_BATCH = 0

const familyIds = [...families.keys()] as [string, ...string[]]

/** @param choices words for sources (core/data/sources.ts), or one that the experiment's procedure knows. */
export const sourceField = <const T extends readonly [string, ...string[]]>(choices: T, help: string) =>
  choiceField({ choices, label: 'Source', help, group: 'strings' })

/** The same for an experiment that also takes a visitor's own text (own-text.ts). */
export const openSourceField = (choices: readonly string[], help: string) =>
  openChoiceField({
    choices,
    other: { label: 'your own text', allows: (word) => parseSource(word)?.id === 'own' },
    label: 'Source',
    help,
    group: 'strings',
  })

/** Where most strings come from. */
export const UNIFORM_HELP =
  'Where strings come from. Uniform: every symbol equally likely, so nothing can be generalised.'

/** A seed has 32 bits. */
export const LARGEST_SEED = 2 ** 32 - 1

export const sweepFields = {
  source: sourceField(['uniform'], UNIFORM_HELP),
  vocab: numberField({
    min: 2,
    max: 4096,
    integer: true,
    label: 'Vocabulary V',
    unit: 'symbols',
    help: 'Symbols in the alphabet: each carries log₂ V bits.',
    group: 'strings',
  }),
  seqLen: numberField({
    min: 2,
    max: 1024,
    integer: true,
    label: 'String length S',
    unit: 'tokens',
    help: 'Tokens in one string. A uniform string carries S·log₂ V bits.',
    group: 'strings',
  }),
  family: choiceField({
    choices: familyIds,
    label: 'Family',
    help: 'How the transformer is built.',
    group: 'model',
  }),
  layers: numbersField({
    min: 1,
    max: 16,
    integer: true,
    maxItems: 8,
    label: 'Layers L',
    help: 'Transformer blocks. Several values, with commas, make several models.',
    group: 'model',
  }),
  width: numbersField({
    min: 2,
    max: 512,
    integer: true,
    maxItems: 12,
    label: 'Width d',
    help: 'Channels of the residual stream. Several values make several models.',
    group: 'model',
  }),
  heads: numbersField({
    min: 1,
    max: 64,
    integer: true,
    maxItems: 12,
    // One for each width.
    unique: false,
    label: 'Heads H',
    help: 'Attention heads: one value for all widths, or one for each width.',
    group: 'model',
  }),
  tied: flagField({
    label: 'Tied embeddings',
    help: 'Use one matrix for embedding and unembedding: fewer parameters, a harder fit.',
    group: 'model',
  }),
  steps: numberField({
    min: 1,
    max: 1_000_000,
    integer: true,
    label: 'Steps',
    help: 'Optimiser steps. More steps find more of the capacity: a measured capacity is a lower bound.',
    group: 'training',
  }),
  learningRate: numberOrWordField({
    min: 1e-6,
    max: 10,
    word: { text: 'auto', value: AUTO_LEARNING_RATE },
    label: 'Learning rate',
    help: 'Peak rate of AdamW; auto is 0.8/d. Textbook rates such as 2e-3 lose about half of the bits.',
    group: 'training',
  }),
  batch: numberOrWordField({
    min: 1,
    max: 65_536,
    integer: true,
    word: { text: 'full', value: FULL_BATCH },
    label: 'Batch',
    unit: 'strings',
    help: 'Strings per step; full is every string, every step.',
    group: 'training',
  }),
  datasetSizes: numbersField({
    min: 1,
    max: 1_000_000,
    integer: true,
    minItems: 0,
    maxItems: 24,
    replaces: 'dataRatios',
    label: 'Dataset sizes N',
    unit: 'strings',
    help: 'Strings to remember, one model trained for each.',
    group: 'sweep',
  }),
  dataRatios: numbersField({
    min: 0.001,
    max: 64,
    minItems: 0,
    maxItems: 24,
    replaces: 'datasetSizes',
    label: 'Data ratios',
    unit: '× 3 bits per parameter',
    help: 'Dataset sizes as a multiple of the bits that 3 bits per parameter would hold.',
    group: 'sweep',
  }),
  seeds: numbersField({
    min: 0,
    max: LARGEST_SEED,
    integer: true,
    maxItems: 16,
    label: 'Seeds',
    help: 'Each seed draws its own strings and initial weights; the spread between seeds is the error bar.',
    group: 'sweep',
  }),
}

/** Experiments offer sources of their own, by their words (core/data/sources.ts). */
export type SweepConfig = Omit<ConfigOf<typeof sweepFields>, 'source'> & { readonly source: string }

/** Defaults of all presets: the recipe on uniform strings. */
export const SWEEP_DEFAULTS = {
  source: 'uniform',
  family: 'gpt2',
  tied: false,
  learningRate: AUTO_LEARNING_RATE,
  batch: FULL_BATCH,
  datasetSizes: [],
  dataRatios: [],
} satisfies Partial<ConfigOf<typeof sweepFields>>

/** The smallest model of the independent trainer (science.md §5), 1,216 parameters: seconds on every machine. */
export const TINY_MODEL = {
  ...SWEEP_DEFAULTS,
  vocab: 16,
  seqLen: 8,
  layers: [1],
  width: [8],
  heads: [2],
  steps: 300,
} satisfies Partial<ConfigOf<typeof sweepFields>>

/** The independent trainer's model of a Markov chain (docs/oracle/README.md, science.md §4), 2,152 parameters. */
export const ORACLE_MARKOV = {
  ...SWEEP_DEFAULTS,
  source: 'markov-0.3' as const,
  vocab: 16,
  seqLen: 16,
  layers: [2],
  width: [8],
  heads: [2],
  steps: 1000,
} satisfies Partial<SweepConfig>

/** Tokens of one dataset: what a tab can hold several times over. */
export const MAX_TOKENS = 2 ** 24

/** Strings drawn over a whole training: positions in the batch order are 32-bit words, also on the GPU. */
const MAX_STRING_VISITS = 2 ** 32

/** Possible strings for each training string, at the least: with fewer, a held-out string is hardly unlike the training strings. */
const MIN_SPACE_PER_STRING = 16

/** The models of a sweep: layers × widths, each width with its own head count. */
export function sweepShapes(config: SweepConfig): ModelShape[] {
  const { layers, width, heads, vocab, seqLen, tied } = config
  return layers.flatMap((l) =>
    width.map((d, i) => ({
      layers: l,
      width: d,
      heads: heads.length === 1 ? heads[0]! : heads[i]!,
      vocab,
      seqLen,
      tied,
    })),
  )
}

/** Dataset sizes for one model: as given, or N = round(ratio · 3 · P / (S·log2 V)), at least 1, each once. */
export function sweepSizes(config: SweepConfig, params: number): number[] {
  if (config.datasetSizes.length > 0) return [...config.datasetSizes]
  const bitsPerString = config.seqLen * Math.log2(config.vocab)
  const sizes = config.dataRatios.map((r) =>
    Math.max(1, Math.round((r * ASSUMED_BITS_PER_PARAM * params) / bitsPerString)),
  )
  return [...new Set(sizes)]
}

/** Checks across fields, which the schema, field by field, cannot make. */
export function sweepProblems(config: SweepConfig): Problem[] {
  const problems: Problem[] = []
  const { heads, width, datasetSizes, dataRatios, vocab, seqLen } = config
  if (heads.length !== 1 && heads.length !== width.length) {
    problems.push({
      field: 'heads',
      message: `${heads.length} values for ${width.length} widths: give one, or one for each`,
    })
    return problems
  }
  if (datasetSizes.length === 0 && dataRatios.length === 0) {
    problems.push({ field: 'datasetSizes', message: 'give dataset sizes or data ratios' })
  }
  if (datasetSizes.length > 0 && dataRatios.length > 0) {
    problems.push({ field: 'dataRatios', message: 'give dataset sizes or data ratios, not both' })
  }
  const family = familyById(config.family)
  const shapes = sweepShapes(config)
  for (const shape of shapes) problems.push(...family.problems(shape))
  if (problems.length > 0) return problems
  const sizesField = datasetSizes.length > 0 ? 'datasetSizes' : 'dataRatios'
  const sizes = shapes.map((shape) => sweepSizes(config, family.parameterCount(shape)))
  const largest = Math.max(...sizes.flat())
  const source = parseSource(config.source)
  if (source?.id === 'own') {
    const most = trainableCount(source.count)
    if (largest > most)
      problems.push({
        field: sizesField,
        message: `${largest} strings are too many: the text has ${source.count}, of which ${source.count - most} are held back`,
      })
  } else if (Math.log2(largest * MIN_SPACE_PER_STRING) > seqLen * Math.log2(vocab)) {
    problems.push({
      field: sizesField,
      message: `${largest} strings are too many: only ${vocab}^${seqLen} strings of ${seqLen} symbols exist, and a held-out test needs ${MIN_SPACE_PER_STRING} times as many as are trained on. Use longer strings or a larger vocabulary`,
    })
  }
  if (largest > 1_000_000) {
    problems.push({ field: sizesField, message: `comes to ${largest} strings; at most 1000000 fit` })
  }
  if (largest * seqLen > MAX_TOKENS) {
    problems.push({
      field: sizesField,
      message: `${largest} strings of ${seqLen} tokens are ${largest * seqLen} tokens; at most ${MAX_TOKENS} fit`,
    })
  }
  if (config.batch !== FULL_BATCH && config.batch * config.steps > MAX_STRING_VISITS) {
    problems.push({
      field: 'batch',
      message: `${config.steps} steps of ${config.batch} strings are too many: at most ${MAX_STRING_VISITS} strings can be drawn`,
    })
  }
  return problems
}

/**
 * The grid: models × dataset sizes × seeds. Expects a config without problems.
 * @param settings of every trial: what the experiment does unlike the recipe.
 */
export function sweepTrials(config: SweepConfig, settings: Settings = {}): TrialParts[] {
  const family = familyById(config.family)
  const source = parseSource(config.source)!
  const { steps, batch } = config
  return sweepShapes(config).flatMap((shape) =>
    sweepSizes(config, family.parameterCount(shape)).flatMap((datasetSize) =>
      config.seeds.map((seed) => ({
        family: config.family,
        shape,
        source,
        datasetSize,
        seed,
        steps,
        learningRate: peakRate(config.learningRate, shape.width),
        batch: batch === FULL_BATCH ? datasetSize : Math.min(batch, datasetSize),
        settings,
      })),
    ),
  )
}

/** As set, or as the recipe says. */
export const peakRate = (learningRate: number, width: number): number =>
  learningRate === AUTO_LEARNING_RATE ? recipeLearningRate(width) : learningRate
