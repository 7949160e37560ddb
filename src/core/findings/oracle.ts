/**
 * What the independent trainer measured (docs/oracle/README.md: a trainer in C++ that shares no code with ours), and checks that hold our runs
 * of the same configurations to it.
 */
import { linearRegression } from 'simple-statistics'
import data from '../../../docs/oracle/expected.json'
import { groupBy } from '../group'
import type { Precision } from '../model/precision'
import { RECIPE, RECIPE_OPTIONS, type TrainingOptions } from '../model/recipe'
import type { TrialRecord } from '../results/result'
import { trainingOptions } from '../sweep/trial'
import type { Check } from './finding'
import type { Expected } from './mean-against-mean'

/** A quantity of which every configuration may have a summary over its seeds. */
export type OracleQuantity =
  | 'memorizedBits'
  | 'bitsPerParam'
  | 'testBitsPerToken'
  | 'auc'
  | 'exactRecallPrefix3'
  | 'alphabetStep'
  | 'learnedStep'
  | `int${5 | 6 | 7 | 8}BitsPerParam`

interface Configuration extends Partial<Readonly<Record<OracleQuantity, Expected>>> {
  readonly P: number
  readonly N: number
  readonly steps: number
  /** The trainer's options, as given to it. */
  readonly config: Readonly<Record<string, string>>
}

const configurations: Readonly<Record<string, Configuration>> = data.configurations

function configurationOf(name: string): Configuration {
  const found = configurations[name]
  if (!found) throw new RangeError(`docs/oracle/expected.json has no ${name}`)
  return found
}

/** @throws RangeError where that configuration did not measure it. */
export function oracleExpected(name: string, quantity: OracleQuantity): Expected {
  const { P, memorizedBits, ...configuration } = configurationOf(name)
  // Finer than what was printed for each parameter.
  if (quantity === 'bitsPerParam' && memorizedBits) return perUnit({ ...memorizedBits, resolution: 1 }, P)
  const found = quantity === 'memorizedBits' ? memorizedBits : configuration[quantity]
  if (!found) throw new RangeError(`${name} in docs/oracle/expected.json has no ${quantity}`)
  return { ...found, resolution: quantity === 'memorizedBits' ? 1 : 0.001 }
}

const perUnit = ({ mean, sd, n, resolution }: Expected, unit: number): Expected => ({
  mean: mean / unit,
  sd: sd === undefined ? undefined : sd / unit,
  n,
  resolution: resolution === undefined ? undefined : resolution / unit,
})

/** Options that change nothing about the training, or stand in the configuration's own fields. */
const IRRELEVANT = ['N', 'steps', 'init', 'Nte', 'mode', 'ptq', 'posamp']

interface OracleRun {
  readonly columns: Partial<TrialRecord>
  readonly options: TrainingOptions
}

/** @throws RangeError for an option that no run of ours has. */
function runOf(name: string): OracleRun {
  const { N, steps, config } = configurationOf(name)
  const { V, S, L, d, H, lr, batch, tied, src, alpha, l, pos, ...more } = config
  const { b1, b2, wd, iscale, sched, prec, store, warm, ...rest } = more
  const unknown = Object.keys(rest).filter((option) => !IRRELEVANT.includes(option))
  const warmup = Number(warm ?? Math.min(steps * RECIPE.warmupFraction, 100))
  if (unknown.length > 0 || warmup !== steps * RECIPE.warmupFraction)
    throw new RangeError(
      `${name} in docs/oracle/expected.json is no run of ours: ${unknown.join(', ') || `warm-up ${warmup}`}`,
    )
  return {
    columns: {
      family: 'gpt2',
      vocab: Number(V),
      seqLen: Number(S),
      layers: Number(L),
      width: Number(d),
      heads: Number(H),
      tied: tied === '1',
      positions: pos === 'sin' ? 'sinusoidal' : 'learned',
      source: l ? `alphabet-${l}` : src === 'markov' ? `markov-${alpha}` : 'uniform',
      datasetSize: N,
      batch: batch ? Number(batch) : N,
      steps,
      learningRate: Number(lr),
    },
    options: {
      ...RECIPE_OPTIONS,
      beta1: Number(b1),
      beta2: Number(b2 ?? 0.99),
      weightDecay: Number(wd),
      initStd: 0.02 * Number(iscale),
      schedule: sched === 'const' ? 'constant' : 'cosine',
      precision: precisionOf(prec, store),
    },
  }
}

function precisionOf(prec: string | undefined, store: string | undefined): Precision {
  const names = { bf16: 'bfloat16', f16: 'float16' } as const
  if (store === 'bf16sr') return 'bfloat16-stochastic'
  if (store === 'bf16' || store === 'f16') return `${names[store]}-stored`
  if (prec === 'bf16' || prec === 'f16') return `${names[prec]}-forward`
  return 'float32'
}

const isSame = (a: unknown, b: unknown): boolean =>
  typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= 1e-9 * Math.abs(b) : a === b

const agreeOn = <T extends object>(expected: T, actual: T): boolean =>
  Object.entries(expected).every(([key, value]) => isSame(actual[key as keyof T], value))

/**
 * Finds runs that did what a configuration of the independent trainer did; strings and first weights are their own.
 * @throws RangeError for a configuration that no run of ours can have.
 */
export function oracleRuns(name: string): (records: readonly TrialRecord[]) => TrialRecord[] {
  const { columns, options } = runOf(name)
  return (records) =>
    records.filter((record) => agreeOn(columns, record) && agreeOn(options, trainingOptions(record)))
}

interface OracleCheck {
  /** Name of the configuration in docs/oracle/expected.json. */
  readonly name: string
  readonly quantity: OracleQuantity
  readonly what: string
  /** The same quantity of a run of ours; undefined where its record does not hold it. */
  value(record: TrialRecord): number | undefined
  /** See {@link Check}. */
  readonly scale?: number
}

/** @throws RangeError see {@link oracleExpected} and {@link oracleRuns}. */
export function oracleCheck({ name, quantity, what, value, scale }: OracleCheck): Check {
  const runsOf = oracleRuns(name)
  return {
    what,
    expected: oracleExpected(name, quantity),
    source: sourceOf(name),
    measure: (records) => runsOf(records).flatMap((record) => value(record) ?? []),
    ...(scale === undefined ? {} : { scale }),
  }
}

const sourceOf = (name: string): string =>
  `oracle \`${name}\`, science.md ${/^(tiny|quick)-/.test(name) ? '§5' : '§4'}`

/** Memorised bits against parameters: the slope of the line through the configurations' means. */
export function oracleSlopeCheck(what: string, names: readonly string[]): Check {
  const models = names.map((name) => ({
    ...oracleExpected(name, 'memorizedBits'),
    params: configurationOf(name).P,
  }))
  const middle = models.reduce((sum, { params }) => sum + params, 0) / models.length
  const squares = models.reduce((sum, { params }) => sum + (params - middle) ** 2, 0)
  const sumOf = (term: (model: (typeof models)[number], weight: number) => number) =>
    models.reduce((sum, model) => sum + term(model, (model.params - middle) / squares), 0)
  // Models of a seed scatter apart from one another: so many seeds of all models would give this slope its error.
  const ofOneSeed = sumOf(({ sd = 0 }, weight) => (weight * sd) ** 2)
  const ofTheMean = sumOf(({ sd = 0, n }, weight) => (weight * sd) ** 2 / n)
  const runsOf = names.map(oracleRuns)
  return {
    what,
    expected: {
      mean: sumOf(({ mean }, weight) => weight * mean),
      sd: Math.sqrt(ofOneSeed),
      n: ofOneSeed / ofTheMean,
    },
    source: sourceOf(names.join('`, `')),
    measure: (records) =>
      [
        ...groupBy(
          runsOf.flatMap((ofName) => ofName(records)),
          ({ seed }) => seed,
        ).values(),
      ]
        .filter((runs) => runs.length === names.length)
        .map((runs) => linearRegression(runs.map(({ params, memorizedBits }) => [params, memorizedBits])).m),
  }
}
