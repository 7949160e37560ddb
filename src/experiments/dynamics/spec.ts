/**
 * Dynamics: one random string, shown again and again (Speicher et al. 2024, §3). First the model finds out which symbols there are and
 * guesses among them, then it learns the string, token by token.
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

const oracle = { ...ORACLE_REPETITION, alphabets: [2, 4, 7, 13, 26] } satisfies Config

export default defineExperiment({
  id: 'dynamics',
  group: 'speicher',
  order: 1,
  title: 'Guessing, then memorising',
  question: 'What does a model learn first when it sees one random string again and again?',
  version: 1,
  fields,
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'Strings of 64 tokens over 2 and 7 symbols, four of each, 500 steps: seconds on every machine',
      config: { ...oracle, seqLen: 64, alphabets: [2, 7], steps: 500, seeds: [0, 1, 2, 3] },
      before: [{ seeds: [0] }],
    },
    {
      id: 'quick',
      label: 'Five alphabets',
      note: 'Strings of 256 tokens over 2 to 26 symbols, four of each, 1000 steps: a minute or two without a GPU',
      config: { ...oracle, seeds: [0, 1, 2, 3] },
      before: [{ seeds: [0] }],
    },
    {
      id: 'long',
      label: 'Long string',
      note: '1024 tokens over 2 to 26 symbols, 3000 steps, three seeds: for a machine with a GPU',
      config: { ...oracle, seqLen: 1024, steps: 3000, seeds: [0, 1, 2] },
    },
    {
      id: 'learned',
      label: 'Learned positions',
      note: 'As Tiny, with learned positions: the guessing phase is gone',
      config: { ...oracle, seqLen: 64, alphabets: [2, 7], steps: 500, positions: 'learned' },
    },
    {
      id: 'nowhere',
      label: 'No positions',
      note: 'As Tiny, with no positions at all: two symbols are guessed and never memorised',
      config: { ...oracle, seqLen: 64, alphabets: [2, 7], steps: 500, positions: 'none' },
    },
  ],
  problems: (config) => repetitionProblems(config, stringsByAlphabet(config)),
  plan: (config) => config.alphabets.flatMap((symbols) => repetitionTrials(config, { symbols })),
})
