/** Sentences of the page that stand alone; those that need numbers stand with the code that has them. */
import type { ExperimentGroup } from '@/core/sweep/experiment'

export const NAME = 'Plateau'
export const EXPERIMENT_GROUP_TITLES = {
  morris: 'From Morris et al. 2025',
  speicher: 'From Speicher et al. 2024',
  ours: 'Ours',
} as const satisfies Record<ExperimentGroup, string>

/** Whose question it is, in a word or two. */
export const EXPERIMENT_GROUP_SOURCES = {
  morris: 'Morris et al. 2025',
  speicher: 'Speicher et al. 2024',
  ours: 'our own',
} as const satisfies Record<ExperimentGroup, string>

export const GROUP_TITLES = {
  strings: 'Strings',
  model: 'Model',
  training: 'Training',
  sweep: 'Sweep',
} as const

export const GROUP_NOTES = {
  strings: 'What is to be remembered',
  model: 'Who remembers it',
  training: 'How it learns',
  sweep: 'What varies from run to run',
} as const

export const BACKEND_MEANING = {
  webgpu: 'WebGPU: training on the graphics card, the fastest way here.',
  webgl:
    'WebGL: an older way to train on the graphics card. Small models train faster on the processor (WebAssembly).',
  wasm: 'Training on your processor (WebAssembly): small presets take seconds.',
  cpu: 'Plain JavaScript on the processor: works everywhere, but slowly. Choose Tiny.',
} as const

export const SOFTWARE_MEANING =
  'This “graphics card” is software: the processor does its work. Results are correct, but WebAssembly is usually faster here.'

/** Above the list of backends that were not taken, each with its reason. */
export const WHY_NO_FASTER = 'Why not the graphics card?'

/** The choice of a graphics card that may tune itself. */
export const TUNE_LABEL = 'Tune for this graphics card'
export const TUNE_MEANING =
  'Tries several ways to compute and keeps the fastest. They round differently, which changes results as another seed would. A sweep that has begun keeps its way.'

export const FAILURE_ADVICE = {
  config: 'Correct the marked settings, then run again.',
  'no-text': 'With the text in its place, press “Train on this text”.',
  'no-backend': 'Choose another backend in the header, or open this page in another browser.',
  'device-lost':
    'The graphics device was reset (sleep, a driver update, or too much work at once). Finished runs are kept: press Continue to go on with the rest.',
  'out-of-memory':
    'Finished runs are kept. Lower the batch, the dataset sizes or the width, or close other tabs; then press Continue.',
  'too-large': 'Lower the batch, the dataset sizes or the width.',
  internal:
    'Finished runs are kept: press Continue to go on. If it happens again, reload the page or choose another backend.',
} as const
