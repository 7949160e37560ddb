/** The contract of an experiment: what can be set, which presets it has, and which trials a config means. */
import {
  type ConfigOf,
  type ConfigValues,
  type Field,
  type Fields,
  type Problem,
  parseFieldText,
  schemaOf,
} from './fields'
import { makeTrial, type Trial, type TrialParts } from './trial'

/** The most trials in one sweep: beyond it a page cannot draw what it trained. */
export const MAX_TRIALS = 1000

export interface Preset {
  readonly id: string
  readonly label: string
  /** One line: what it trains. How long that takes is measured on the machine, and stands beside it. */
  readonly note: string
  readonly config: ConfigValues
  /**
   * What it was before it was changed, oldest first: the values that differ from those of today. Links and stored sweeps of that time go on
   * meaning what they meant (`permalink.ts`).
   */
  readonly before?: readonly Readonly<Partial<ConfigValues>>[]
}

/** Groups of experiments by whose question it is: the first paper's, the second's, or ours. */
export const EXPERIMENT_GROUPS = ['morris', 'speicher', 'ours'] as const
export type ExperimentGroup = (typeof EXPERIMENT_GROUPS)[number]

export interface Experiment {
  readonly id: string
  readonly group: ExperimentGroup
  /** Place within its group, ascending; those without one stand last, by title. */
  readonly order: number
  readonly title: string
  /** The question that it answers, in one sentence. */
  readonly question: string
  /** Version of its config's meaning: part of every permalink. */
  readonly version: number
  readonly fields: Fields
  readonly presets: readonly [Preset, ...Preset[]]
  /** How it takes a visitor's own text; undefined where it does not. */
  readonly ownText: OwnTextUse | undefined
  /** What is wrong with a config, by field; empty where it can run. */
  problems(values: ConfigValues): Problem[]
  /** @throws z.core.$ZodError for values that have problems. */
  plan(values: ConfigValues): Trial[]
  /**
   * Floating-point operations beyond those of its trials, once for a sweep: a reference model that its procedure trains.
   * @throws z.core.$ZodError for values that have problems.
   */
  extraFlop(values: ConfigValues): number
}

/** What becomes of a config when a visitor's own text is its source, beside alphabet and length (own-text.ts). */
export interface OwnTextUse {
  /** One model for all strings, or several for ever larger parts of them. */
  readonly sizes: 'all' | 'growing'
  /** Values that a text needs. */
  readonly values: ConfigValues
  /** The experiment's question about a text, where its own is about random strings. */
  readonly question?: string
}

interface ExperimentDefinition<F extends Fields> {
  readonly id: string
  readonly group?: ExperimentGroup
  readonly order?: number
  readonly title: string
  readonly question: string
  readonly version: number
  /**
   * Version of its procedure (procedure.ts) and of its strings: raise it with any change that gives other results, so that stored runs
   * are not taken for runs of it. 1 unless given. It stands here because trials are planned without the procedure at hand.
   */
  readonly procedureVersion?: number
  readonly fields: F
  readonly presets: readonly [PresetDefinition<F>, ...PresetDefinition<F>[]]
  readonly ownText?: OwnTextUse
  /** What no field can see because it is about several of them. */
  problems(config: ConfigOf<F>): Problem[]
  /** Expects a config without problems. */
  plan(config: ConfigOf<F>): TrialParts[]
  /** Without it, no work beyond the trials'. */
  extraFlop?(trials: readonly TrialParts[]): number
}

type PresetDefinition<F extends Fields> = Omit<Preset, 'config' | 'before'> & {
  readonly config: ConfigOf<F> & ConfigValues
  readonly before?: readonly Readonly<Partial<ConfigOf<F> & ConfigValues>>[]
}

/** Every experiment runs over seeds: they are what its intervals come from, and what there is less of where a plan is too long. */
export function defineExperiment<F extends Fields & { readonly seeds: Field }>({
  procedureVersion = 1,
  ...definition
}: ExperimentDefinition<F>): Experiment {
  let known: ReturnType<typeof schemaOf<F>> | undefined
  const schema = () => {
    known ??= schemaOf(definition.fields)
    return known
  }
  const partsOf = (values: ConfigValues): TrialParts[] => definition.plan(schema().parse(values))
  return {
    group: 'ours',
    order: Number.POSITIVE_INFINITY,
    ownText: undefined,
    ...definition,
    problems(values) {
      const parsed = schema().safeParse(values)
      if (parsed.success) {
        const found = definition.problems(parsed.data)
        return eachOnce(found.length > 0 ? found : tooManyTrials(definition.plan(parsed.data).length))
      }
      return eachOnce(
        parsed.error.issues.map((issue) => ({
          field: issue.path[0] === undefined ? undefined : String(issue.path[0]),
          message: issue.message,
        })),
      )
    },
    plan: (values) =>
      partsOf(values).map((parts) => makeTrial({ ...parts, experiment: definition.id }, procedureVersion)),
    extraFlop: (values) => definition.extraFlop?.(partsOf(values)) ?? 0,
  }
}

const tooManyTrials = (trials: number): Problem[] =>
  trials <= MAX_TRIALS
    ? []
    : [{ field: 'seeds', message: `makes ${trials} trials; at most ${MAX_TRIALS} fit in one sweep` }]

/** Several values of a list may have the same problem: it is reported once. */
function eachOnce(problems: readonly Problem[]): Problem[] {
  const byText = new Map(problems.map((problem) => [`${problem.field}: ${problem.message}`, problem]))
  return [...byText.values()]
}

/** @throws RangeError for a preset that the experiment does not have. */
export function presetById(experiment: Experiment, id: string): Preset {
  const preset = experiment.presets.find((p) => p.id === id)
  if (!preset) {
    throw new RangeError(
      `unknown preset "${id}" (${experiment.id} has: ${experiment.presets.map((p) => p.id).join(', ')})`,
    )
  }
  return preset
}

/** One field set: where it replaces another list (sizes against ratios), the other is emptied. */
export function withField(
  experiment: Experiment,
  values: ConfigValues,
  name: string,
  value: ConfigValues[string],
): ConfigValues {
  const replaced = experiment.fields[name]?.replaces
  const clears = replaced !== undefined && Array.isArray(value) && value.length > 0
  return { ...values, ...(clears ? { [replaced]: [] } : {}), [name]: value }
}

/**
 * Texts (from flags or a permalink) laid over a preset; names that no field has come back as problems. Where both of two lists
 * that replace each other are given, both are laid, so that the experiment refuses them instead of one being dropped in silence.
 */
export function withTexts(
  experiment: Experiment,
  base: ConfigValues,
  texts: Iterable<readonly [name: string, text: string]>,
): { values: ConfigValues; problems: Problem[] } {
  const problems: Problem[] = []
  const given = new Map(texts)
  let values = base
  for (const [name, text] of given) {
    const field = Object.hasOwn(experiment.fields, name) ? experiment.fields[name] : undefined
    if (field?.replaces !== undefined && given.has(field.replaces)) {
      values = { ...values, [name]: parseFieldText(field, text) }
    } else if (field) values = withField(experiment, values, name, parseFieldText(field, text))
    else
      problems.push({
        field: name,
        message: `is no field of ${experiment.id} (it has: ${Object.keys(experiment.fields).join(', ')})`,
      })
  }
  return { values, problems: [...problems, ...experiment.problems(values)] }
}
