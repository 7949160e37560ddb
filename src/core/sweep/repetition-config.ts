/**
 * The config of experiments that show a model a few random strings again and again (Speicher et al. 2024, arXiv 2407.19262): fields,
 * cross-checks, one trial. The training is that paper's in small, as science.md §4 (Dynamics) found it to work: a constant rate, β1 0.9,
 * initial weights N(0, 0.02), positions that start out no larger than the tokens.
 */
import { familyById } from '../model/families'
import { FIXED_POSITIONS, type ModelShape } from '../model/family'
import { type ConfigOf, choiceField, numberField, numbersField, type Problem } from './fields'
import { peakRate, sweepFields } from './sweep-config'
import type { Settings, TrialParts } from './trial'

/** Settings that differ from the recipe; β2 is 0.99 in both. */
const SETTINGS: Settings = { beta1: 0.9, initStd: 0.02, schedule: 'constant' }

const { vocab, family, steps, seeds } = sweepFields

export const repetitionFields = {
  vocab: {
    ...vocab,
    help: 'Symbols that the model knows. Strings use fewer: their alphabet is the first thing it has to find out.',
  },
  seqLen: numberField({
    min: 8,
    max: 1024,
    integer: true,
    label: 'String length n',
    unit: 'tokens',
    help: 'Tokens in the string. Work grows with it, and attention with its square.',
    group: 'strings',
  }),
  family,
  positions: choiceField({
    choices: ['learned', ...FIXED_POSITIONS],
    label: 'Positions',
    help: 'How GPT-2 knows where it is. Small fixed sinusoids leave it time to guess; with learned ones it memorises at once; with none, two symbols are hardly ever memorised. Other families use rotary positions and have no choice.',
    group: 'model',
  }),
  layers: numberField({
    min: 1,
    max: 16,
    integer: true,
    label: 'Layers L',
    help: 'Transformer blocks.',
    group: 'model',
  }),
  width: numberField({
    min: 2,
    max: 512,
    integer: true,
    label: 'Width d',
    help: 'Channels of the residual stream.',
    group: 'model',
  }),
  heads: numberField({
    min: 1,
    max: 64,
    integer: true,
    label: 'Heads H',
    help: 'Attention heads; they have to divide the width.',
    group: 'model',
  }),
  steps: { ...steps, help: 'Optimiser steps: how often the string is shown.' },
  learningRate: {
    ...sweepFields.learningRate,
    help: 'Rate of AdamW, constant after a short warm-up; auto is 0.8/d, far more than these strings need.',
  },
  seeds,
}

export const alphabetsField = numbersField({
  min: 2,
  max: 4096,
  integer: true,
  maxItems: 12,
  label: 'Alphabet l',
  unit: 'symbols',
  help: 'Symbols that the string is made of, all equally likely. Several values make several strings, each with a model of its own.',
  group: 'strings',
})

export type RepetitionConfig = ConfigOf<typeof repetitionFields>

/** The model and training of the oracle, the independent trainer (docs/oracle/README.md, science.md §4, Dynamics). */
export const ORACLE_REPETITION = {
  vocab: 64,
  seqLen: 256,
  family: 'gpt2',
  positions: 'sinusoidal',
  layers: 2,
  width: 32,
  heads: 4,
  steps: 1000,
  learningRate: 3e-3,
  seeds: [0],
} satisfies RepetitionConfig

/** The strings of one trial, and what it changes of the config. */
export interface RepeatedStrings {
  readonly symbols: number
  /** 0 unless given: all symbols equally likely. */
  readonly skew?: number
  readonly seqLen?: number
  /** Strings, 1 unless given. */
  readonly strings?: number
  readonly steps?: number
  /** Settings that the experiment's own procedure reads. */
  readonly settings?: Settings
}

/** A string for each alphabet of a list that the config has. */
export const stringsByAlphabet = ({ alphabets }: { readonly alphabets: readonly number[] }) =>
  alphabets.map((symbols) => ({ field: 'alphabets', symbols }))

/** Lists and bounds of the fields keep strings few and short enough; what is left is whether they fit the model. */
export function repetitionProblems(
  config: RepetitionConfig,
  strings: readonly (RepeatedStrings & { readonly field: string })[],
): Problem[] {
  return [
    ...familyById(config.family).problems(shapeOf(config, config.seqLen)),
    ...strings
      .filter(({ symbols }) => symbols > config.vocab)
      .map(({ field, symbols }) => ({
        field,
        message: `${symbols} symbols do not fit a vocabulary of ${config.vocab}`,
      })),
  ]
}

const shapeOf = (
  { layers, width, heads, vocab, family, positions }: RepetitionConfig,
  seqLen: number,
): ModelShape => {
  const shape = { layers, width, heads, vocab, seqLen, tied: false }
  const known = familyById(family).positions
  const fixed = FIXED_POSITIONS.find((kind) => kind === positions && known.includes(kind))
  return fixed ? { ...shape, positions: fixed } : shape
}

/** One trial for each seed: one string a step. Expects a config without problems. */
export const repetitionTrials = (
  config: RepetitionConfig,
  {
    symbols,
    skew = 0,
    seqLen = config.seqLen,
    strings = 1,
    steps = config.steps,
    settings = {},
  }: RepeatedStrings,
): TrialParts[] =>
  config.seeds.map((seed) => ({
    family: config.family,
    shape: shapeOf(config, seqLen),
    source: { id: 'alphabet', symbols, skew },
    datasetSize: strings,
    seed,
    steps,
    learningRate: peakRate(config.learningRate, config.width),
    batch: 1,
    settings: { ...SETTINGS, ...settings },
  }))
