/**
 * What makes a string hard: its alphabet, its entropy, its length, one at a time (after Speicher et al. 2024, §3–4). A skewed alphabet is the
 * same symbols with less entropy, which tells the two apart.
 */
import { defineExperiment } from '@/core/sweep/experiment'
import { type ConfigOf, numberField, numbersField } from '@/core/sweep/fields'
import {
  ORACLE_REPETITION,
  type RepeatedStrings,
  repetitionFields,
  repetitionProblems,
  repetitionTrials,
} from '@/core/sweep/repetition-config'

const fields = {
  symbols: numberField({
    min: 2,
    max: 4096,
    integer: true,
    label: 'Alphabet l',
    unit: 'symbols',
    help: 'Symbols of the string that the others are compared with, all equally likely.',
    group: 'strings',
  }),
  alphabets: numbersField({
    min: 2,
    max: 4096,
    integer: true,
    minItems: 0,
    maxItems: 12,
    label: 'Other alphabets',
    unit: 'symbols',
    help: 'Strings of the same length over so many symbols, all equally likely.',
    group: 'sweep',
  }),
  skews: numbersField({
    min: 0.05,
    max: 4,
    minItems: 0,
    maxItems: 12,
    label: 'Skews',
    help: 'Strings of the same symbols, the i-th drawn with a probability proportional to 1/i to this power: the alphabet stays, the entropy falls.',
    group: 'sweep',
  }),
  lengths: numbersField({
    min: 8,
    max: 1024,
    integer: true,
    minItems: 0,
    maxItems: 12,
    label: 'Other lengths',
    unit: 'tokens',
    help: 'Strings of the same alphabet, so many tokens long.',
    group: 'sweep',
  }),
  ...repetitionFields,
}

type Config = ConfigOf<typeof fields>

/** One string to compare with, and those that differ from it in one thing; each once. */
function strings({ symbols, seqLen, alphabets, skews, lengths }: Config) {
  const all: (RepeatedStrings & { readonly field: string })[] = [
    { field: 'symbols', symbols },
    ...alphabets.map((other) => ({ field: 'alphabets', symbols: other })),
    ...skews.map((skew) => ({ field: 'skews', symbols, skew })),
    ...lengths.map((other) => ({ field: 'lengths', symbols, seqLen: other })),
  ]
  const keyOf = (string: RepeatedStrings) =>
    [string.symbols, string.skew ?? 0, string.seqLen ?? seqLen].join(' ')
  return [...new Map(all.toReversed().map((string) => [keyOf(string), string])).values()].toReversed()
}

const oracle = {
  ...ORACLE_REPETITION,
  symbols: 26,
  alphabets: [2, 4, 7, 13],
  skews: [0.5, 1, 1.5, 2, 3],
  lengths: [16, 32, 64, 128],
} satisfies Config

export default defineExperiment({
  id: 'string-factors',
  group: 'speicher',
  order: 2,
  title: 'What makes a string hard',
  question: 'Is a string harder to memorise for its many symbols, its randomness or its length?',
  version: 1,
  fields,
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'Seven strings of 16 to 64 tokens, five of each, 600 steps',
      config: {
        ...oracle,
        seqLen: 64,
        symbols: 16,
        alphabets: [2, 4],
        skews: [1, 2],
        lengths: [16, 32],
        steps: 600,
        seeds: [0, 1, 2, 3, 4],
      },
      before: [{ seeds: [0] }],
    },
    {
      id: 'quick',
      label: 'All three',
      note: 'Fourteen strings of up to 256 tokens, three of each, 1000 steps',
      config: { ...oracle, seeds: [0, 1, 2] },
      before: [{ seeds: [0] }],
    },
    {
      id: 'seeds',
      label: 'Longer strings',
      note: 'The same with strings of up to 1024 tokens and 2000 steps',
      config: { ...oracle, lengths: [...oracle.lengths, 512, 1024], steps: 2000, seeds: [0, 1, 2] },
    },
    {
      id: 'skew',
      label: 'Entropy alone',
      note: 'Strings of 64 tokens over 26 symbols, more and more skewed',
      config: { ...oracle, seqLen: 64, alphabets: [], lengths: [], steps: 300 },
    },
  ],
  problems: (config) => repetitionProblems(config, strings(config)),
  plan: (config) => strings(config).flatMap((string) => repetitionTrials(config, string)),
})
