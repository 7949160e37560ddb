/**
 * The first steps of seven trials of ours against those of an independent trainer in C++ that was given the same strings and first weights
 * (docs/oracle/README.md): no seeds, so nothing here can fail by chance, and an error of 1 % in any constant of the recipe is found.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { parseSource } from '@/core/data/sources'
import { makeTrial, type Trial } from '@/core/sweep/trial'
import { drawnStrings } from '@/core/sweep/trial-strings'
import parity from '../../../docs/oracle/parity.json'
import { populationSpec } from '../contract/population-spec'
import type { PopulationSpec, PopulationTrainer } from '../contract/trainer'

/**
 * Relative differences of the loss that rounding may make. Measured: up to 2e-6 in the first ten steps and 2e-5 in the first twenty, by the plan
 * and by composed ops alike.
 */
const EARLY = { steps: 10, tolerance: 5e-6 } as const
const LATE = { steps: 20, tolerance: 1e-4 } as const
/** At four times the recipe's rate, where gradients are clipped, rounding has grown to 1e-2 at step 20: only the first ten steps can be held. */
const CHAOTIC = 'clipped'

/** As its key says; the key of what is returned is the test of that. */
function trialOf({
  trialKey,
  shape,
  datasetSize,
  steps,
  learningRate,
}: (typeof parity.trials)[number]): Trial {
  const [, experiment, source, batch, seed] =
    /^([^/]+)\/[^/]+\/([^/]+)-N\d+\/t\d+-lr[^/]+-B(\d+)-r1\/s(\d+)$/.exec(trialKey) ?? []
  return makeTrial({
    experiment: experiment!,
    family: 'gpt2',
    shape,
    source: parseSource(source!)!,
    datasetSize,
    seed: Number(seed),
    steps,
    learningRate,
    batch: Number(batch),
  })
}

const specOf = (trial: Trial): PopulationSpec => populationSpec([trial], [drawnStrings(trial, 0).training])

interface ParityOptions {
  /** Names of those to train; all where it is not given. */
  readonly only?: readonly string[]
}

/** @param open a trainer of the path that is tested. */
export function parityContract(
  open: (spec: PopulationSpec) => Promise<PopulationTrainer>,
  { only }: ParityOptions = {},
): void {
  const trials = parity.trials.filter(({ name }) => only?.includes(name) ?? true)

  async function losses(spec: PopulationSpec, steps: number): Promise<number[]> {
    const trainer = await open(spec)
    try {
      trainer.enqueue(steps)
      return [...(await trainer.takeLosses()).nats]
    } finally {
      trainer.dispose()
    }
  }
  const worst = (ours: readonly number[], theirs: readonly number[]) =>
    Math.max(...ours.map((nats, step) => Math.abs(nats - theirs[step]!) / theirs[step]!))

  describe.each(trials)('$name', (expected) => {
    const { name, trialKey, lossNatsPerToken: theirs } = expected
    const trial = trialOf(expected)
    let ours: number[]
    beforeAll(async () => {
      ours = await losses(specOf(trial), LATE.steps)
    })

    it('is the trial whose first weights and strings were handed over', () => {
      expect(trial.key).toBe(trialKey)
      expect(ours).toHaveLength(theirs.length)
    })

    it('has the same losses', () => {
      for (const { steps, tolerance } of name === CHAOTIC ? [EARLY] : [EARLY, LATE])
        expect(worst(ours.slice(0, steps), theirs), `${steps} steps`).toBeLessThan(tolerance)
    })
  })

  it('would fail with a rate 1 % too high, without weight decay, and with another β2', async () => {
    const [expected] = trials
    const spec = specOf(trialOf(expected!))
    const wrong: readonly PopulationSpec[] = [
      { ...spec, members: spec.members.map((own) => ({ ...own, learningRate: 1.01 * own.learningRate })) },
      { ...spec, options: { ...spec.options!, weightDecay: 0 } },
      { ...spec, options: { ...spec.options!, beta2: 0.985 } },
    ]
    for (const recipe of wrong) {
      const off = await losses(recipe, LATE.steps)
      expect(worst(off, expected!.lossNatsPerToken)).toBeGreaterThan(5 * LATE.tolerance)
    }
  })
}
