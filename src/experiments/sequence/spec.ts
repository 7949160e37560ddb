/**
 * One string after another: each is shown until it is known, and then never again, but for the first, which comes back, and after it a new
 * one to compare it with (Speicher et al. 2024, §6). What is left of each, and how fast is the next one learned?
 */
import { defineExperiment } from '@/core/sweep/experiment'
import { type ConfigOf, numberField } from '@/core/sweep/fields'
import {
  alphabetsField,
  ORACLE_REPETITION,
  repetitionFields,
  repetitionProblems,
  repetitionTrials,
  stringsByAlphabet,
} from '@/core/sweep/repetition-config'
import { MOST_STRINGS, PROCEDURE_VERSION, stepsInAll, stringsInAll } from './phases'

const fields = {
  alphabets: {
    ...alphabetsField,
    help: 'Symbols of every string, each as likely as the others. Several values make several models, each with strings of its own.',
  },
  strings: numberField({
    min: 2,
    max: MOST_STRINGS,
    integer: true,
    label: 'Strings K',
    help: 'Learned one after another; then the first one returns, followed by a new one for comparison.',
    group: 'strings',
  }),
  ...repetitionFields,
  steps: numberField({
    min: 8,
    max: 100_000,
    integer: true,
    label: 'Steps per string',
    help: 'How often each string is shown before the next one comes.',
    group: 'training',
  }),
}

type Config = ConfigOf<typeof fields>

const oracle = { ...ORACLE_REPETITION, alphabets: [7, 26], strings: 8, steps: 500 } satisfies Config
const tiny = { ...oracle, seqLen: 64, alphabets: [7], strings: 4, steps: 200 } satisfies Config

export default defineExperiment({
  id: 'sequence',
  group: 'speicher',
  order: 4,
  title: 'One string after another',
  question: 'What is left of a string once the next one has been learned?',
  version: 1,
  procedureVersion: PROCEDURE_VERSION,
  fields,
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'Four strings of 64 tokens over 7 symbols, then the first one again and a new one, 200 steps each, four seeds',
      config: { ...tiny, seeds: [0, 1, 2, 3] },
      before: [{ seeds: [0] }],
    },
    {
      id: 'quick',
      label: 'Eight strings',
      note: 'Eight strings of 256 tokens over 7 and 26 symbols, 500 steps each, three seeds',
      config: { ...oracle, seeds: [0, 1, 2] },
      before: [{ seeds: [0] }],
    },
    {
      id: 'wide',
      label: 'Wider model',
      note: 'As Tiny, with a model of width 64, 108,000 parameters: does a larger model forget less?',
      config: { ...tiny, width: 64, heads: 8 },
    },
    {
      id: 'many',
      label: 'Sixteen strings',
      note: 'Sixteen strings of 256 tokens, three seeds',
      config: { ...oracle, strings: 16, seeds: [0, 1, 2] },
    },
  ],
  problems: (config) => repetitionProblems(config, stringsByAlphabet(config)),
  plan: (config) =>
    config.alphabets.flatMap((symbols) =>
      repetitionTrials(config, {
        symbols,
        strings: stringsInAll(config.strings),
        steps: stepsInAll(config.strings, config.steps),
      }),
    ),
})
