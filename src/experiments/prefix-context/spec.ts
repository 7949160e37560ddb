/**
 * How much of what came before a model needs to go on with a string that it knows by heart (Speicher et al. 2024, §5): the last k tokens
 * are kept, and everything before them is replaced.
 */
import { defineExperiment } from '@/core/sweep/experiment'
import type { ConfigOf } from '@/core/sweep/fields'
import {
  alphabetsField,
  ORACLE_REPETITION,
  repetitionFields,
  repetitionProblems,
  repetitionTrials,
  stringsByAlphabet,
} from '@/core/sweep/repetition-config'

const fields = { alphabets: alphabetsField, ...repetitionFields }

type Config = ConfigOf<typeof fields>

const oracle = { ...ORACLE_REPETITION, alphabets: [2, 7, 26] } satisfies Config
const short = { seqLen: 64, alphabets: [7, 26], steps: 300, seeds: [0, 1, 2] } satisfies Partial<Config>

export default defineExperiment({
  id: 'prefix-context',
  group: 'speicher',
  order: 3,
  title: 'What a memory depends on',
  question: 'How many of the last tokens does a model need to continue a string that it knows by heart?',
  version: 1,
  fields,
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'Four strings of 256 tokens over 26 symbols, 300 steps',
      // In strings of 64 tokens, foreign symbols in front do hardly more harm than redrawn ones.
      config: { ...oracle, alphabets: [26], steps: 300, seeds: [0, 1, 2, 3] },
      before: [short, { ...short, seeds: [0, 1, 2, 3, 4, 5] }],
    },
    {
      id: 'quick',
      label: 'Three alphabets',
      note: 'Strings of 256 tokens over 2, 7 and 26 symbols, four of each, 1000 steps',
      config: { ...oracle, seeds: [0, 1, 2, 3] },
      before: [{ seeds: [0] }],
    },
    {
      id: 'long',
      label: 'Long string',
      note: 'The paper’s length, 1024 tokens, over 2 to 26 symbols, three seeds',
      config: { ...oracle, seqLen: 1024, alphabets: [2, 4, 7, 13, 26], steps: 3000, seeds: [0, 1, 2] },
    },
    {
      id: 'learned',
      label: 'Learned positions',
      note: 'Strings of 64 tokens over 7 and 26 symbols, three of each, with positions that the model learns by heart too',
      config: { ...oracle, ...short, positions: 'learned' },
    },
  ],
  problems: (config) => [
    ...repetitionProblems(config, stringsByAlphabet(config)),
    ...config.alphabets
      .filter((symbols) => symbols <= config.vocab && 2 * symbols > config.vocab)
      .map((symbols) => ({
        field: 'alphabets',
        message: `${symbols} symbols leave no second alphabet of that size in a vocabulary of ${config.vocab}`,
      })),
  ],
  // The largest first, as in the figures: its string is known by heart soonest.
  plan: (config) =>
    config.alphabets.toSorted((a, b) => b - a).flatMap((symbols) => repetitionTrials(config, { symbols })),
})
