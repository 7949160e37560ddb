/** One trial: everything that decides what one trained model will remember. Plain data. */
import { printSource, type SourceSpec } from '../data/sources'
import { familyById } from '../model/families'
import type { ModelShape } from '../model/family'
import { precisionNamed } from '../model/precision'
import { RECIPE, RECIPE_OPTIONS, type TrainingOptions } from '../model/recipe'

/**
 * How a trial differs from the recipe: training options by their names, and whatever the experiment's own procedure reads. Part of
 * the key and of the record.
 */
export type Settings = Readonly<Record<string, number | string>>

export interface Trial {
  /** Readable and stable: equal keys mean equal datasets, initial weights and recipe. */
  readonly key: string
  readonly experiment: string
  readonly family: string
  readonly shape: ModelShape
  /** P, all trained parameters; tied ones once. */
  readonly params: number
  readonly source: SourceSpec
  /** N, strings. */
  readonly datasetSize: number
  readonly seed: number
  readonly steps: number
  /** Peak learning rate. */
  readonly learningRate: number
  /** Strings per step and member; N for a full batch. */
  readonly batch: number
  readonly settings: Settings
}

/** What an experiment decides of a trial; its id, the key and the number of parameters follow. */
export type TrialParts = Omit<Trial, 'key' | 'experiment' | 'params'>

type KeyParts = TrialParts & Pick<Trial, 'experiment'>

/** @param procedure version of what its experiment does beyond the plain run. */
export function makeTrial(
  parts: Omit<KeyParts, 'settings'> & { readonly settings?: Settings },
  procedure = 1,
): Trial {
  const whole = { settings: {}, ...parts }
  return {
    ...whole,
    key: trialKey(whole, { recipe: RECIPE.version, procedure }),
    params: familyById(parts.family).parameterCount(parts.shape),
  }
}

/** The versions by which a run was made: of the recipe, and of its experiment's procedure. */
export interface TrialVersions {
  readonly recipe: number
  /** Version 1 is not written into keys, so that keys from before there were versions stay as they are. */
  readonly procedure: number
}

export function trialKey(parts: KeyParts, { recipe, procedure }: TrialVersions): string {
  const { experiment, family, shape, source, datasetSize, steps, learningRate, batch, seed } = parts
  const settings = Object.entries(parts.settings).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return [
    experiment,
    `${family}-${printShape(shape)}`,
    `${printSource(source)}-N${datasetSize}`,
    `t${steps}-lr${learningRate}-B${batch}-r${recipe}${procedure > 1 ? `-p${procedure}` : ''}`,
    ...settings.map(([name, value]) => `${name}=${value}`),
    `s${seed}`,
  ].join('/')
}

const VERSIONS = /-r([1-9]\d*)(?:-p([1-9]\d*))?\/(?:[^/]+=[^/]*\/)*s\d+$/

/** The versions that a key names; where it names none, the present recipe and the first procedure. */
export function versionsOf(key: string): TrialVersions {
  const [, recipe, procedure] = VERSIONS.exec(key) ?? []
  return { recipe: Number(recipe ?? RECIPE.version), procedure: Number(procedure ?? 1) }
}

/** Everything that makes one architecture of a family: equal texts mean equal parameters. */
export function printShape({ layers, width, heads, vocab, seqLen, tied, positions }: ModelShape): string {
  const variants = [tied ? '-tied' : '', positions === undefined ? '' : `-${positions}`]
  return `L${layers}-d${width}-H${heads}-V${vocab}-S${seqLen}${variants.join('')}`
}

/** The recipe, with what the trial's settings change of it. */
export function trainingOptions({ settings }: Pick<Trial, 'settings'>): TrainingOptions {
  const number = (name: Exclude<keyof TrainingOptions, 'schedule' | 'precision'>): number => {
    const value = settings[name]
    return typeof value === 'number' ? value : RECIPE_OPTIONS[name]
  }
  return {
    weightDecay: number('weightDecay'),
    beta1: number('beta1'),
    beta2: number('beta2'),
    schedule: settings.schedule === 'constant' ? 'constant' : 'cosine',
    clipNorm: number('clipNorm'),
    initStd: number('initStd'),
    precision: precisionNamed(settings.precision),
  }
}
