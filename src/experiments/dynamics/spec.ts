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

/** With 96 tokens two symbols are guessed for some 14 steps, which five seeds nearly always tell from none; with 64 tokens twenty would. */
const tiny = {
  ...oracle,
  seqLen: 96,
  alphabets: [2, 7],
  steps: 600,
  seeds: [0, 1, 2, 3, 4],
} satisfies Config

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
      note: 'Strings of 96 tokens over 2 and 7 symbols, five of each, 600 steps',
      config: tiny,
      before: [
        { seqLen: 64, steps: 500, seeds: [0] },
        { seqLen: 64, steps: 500, seeds: [0, 1, 2, 3] },
      ],
    },
    {
      id: 'quick',
      label: 'Five alphabets',
      note: 'Strings of 256 tokens over 2 to 26 symbols, six of each, 1000 steps',
      config: { ...oracle, seeds: [0, 1, 2, 3, 4, 5] },
      before: [{ seeds: [0] }, { seeds: [0, 1, 2, 3] }],
    },
    {
      id: 'long',
      label: 'Long string',
      note: '1024 tokens over 2 to 26 symbols, 3000 steps, three seeds',
      config: { ...oracle, seqLen: 1024, steps: 3000, seeds: [0, 1, 2] },
    },
    {
      id: 'learned',
      label: 'Learned positions',
      note: 'As Tiny, with learned positions: the guessing phase is gone',
      config: { ...tiny, positions: 'learned' },
      before: [{ seqLen: 64, steps: 500, seeds: [0] }],
    },
    {
      id: 'nowhere',
      label: 'No positions',
      note: 'As Tiny, with no positions at all: two symbols are guessed and never memorised',
      config: { ...tiny, positions: 'none' },
      before: [{ seqLen: 64, steps: 500, seeds: [0] }],
    },
  ],
  problems: (config) => repetitionProblems(config, stringsByAlphabet(config)),
  plan: (config) => config.alphabets.flatMap((symbols) => repetitionTrials(config, { symbols })),
})
