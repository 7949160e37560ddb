import { describe, expect, it } from 'vitest'
import { exhibitOf, loadExhibit } from '@/core/figures/exhibits'
import { uniformDatasetBits } from '@/core/metrics/bits'
import type { Curve, LiveValues } from '@/core/runs/run'
import { experimentById, experiments } from '@/core/sweep/experiments'
import { planSweep } from '@/core/sweep/sweep'
import type { Trial } from '@/core/sweep/trial'
import { progressEvent } from '@/state/testing/fake-services'
import { learningText } from './learning-text'

await Promise.all([...experiments.keys()].map(loadExhibit))

/** A third of the way: a quarter of the bits are known, and each curve has this value. */
const liveAt = ({ shape, datasetSize }: Trial, curves: Readonly<Record<string, Curve>>): LiveValues => {
  const datasetBits = uniformDatasetBits(datasetSize, shape.seqLen, shape.vocab)
  return {
    step: 100,
    datasetBits,
    trainBitsPerToken: 2,
    memorizedBits: datasetBits / 4,
    curves,
    grid: undefined,
  }
}

/** What is said while the trials at these places of Tiny's plan train. */
function saidOf(
  id: string,
  places: readonly number[],
  curves: Readonly<Record<string, number>> = {},
): string {
  const experiment = experimentById(id)
  const sweep = planSweep(experiment, 'tiny', experiment.presets[0].config)
  const { progress } = progressEvent(100, sweep.trials)
  const values = Object.entries(curves).map(
    ([name, value]) => [name, { steps: [3], values: [value] }] as const,
  )
  const live = new Map(
    places.map((place) => [
      sweep.trials[place]!.key,
      liveAt(sweep.trials[place]!, Object.fromEntries(values)),
    ]),
  )
  return (
    learningText(
      { progress, live, sweep: { ...sweep, status: 'running', startedAt: '2025-01-01T00:00:00.000Z' } },
      exhibitOf(id),
    )
      .replaceAll(/\s/g, ' ')
      // How many models there are is the preset's.
      .replace(/^(Models? (?:1–)?\d+) of \d+/, '$1 of all')
  )
}

describe('what the models are doing', () => {
  it('is told in the terms of each experiment', () => {
    expect({
      capacity: saidOf('capacity', [0]),
      scaling: saidOf('scaling', [0]),
      families: saidOf('families', [0, 1]),
      precision: saidOf('precision', [0]),
      'recipe-knobs': saidOf('recipe-knobs', [0]),
      text: saidOf('text', [0]),
      extraction: saidOf('extraction', [0], { 'half.recall': 0.4 }),
      membership: saidOf('membership', [0], { 'attack.auc': 0.97 }),
      dynamics: saidOf('dynamics', [0], { 'look.accuracy': 0.5 }),
      'string-factors': saidOf('string-factors', [0, 1], { 'look.accuracy': 0.5 }),
      sequence: saidOf('sequence', [0], { 'look.accuracy.0': 0.5 }),
    }).toEqual({
      capacity: 'Model 1 of all is learning 8 strings: 25 % of the bits known.',
      scaling: 'Model 1 of all (1,216 parameters) is learning 91 strings: 25 % of the bits known.',
      families:
        'Models 1–2 of all (1,216 parameters) are learning 16 strings as GPT-2: 25 % of the bits known.',
      precision: 'Model 1 of all is learning 152 strings in float32: 25 % of the bits known.',
      'recipe-knobs': 'Model 1 of all is learning 76 strings (the recipe): 25 % of the bits known.',
      text: 'Model 1 of all is learning 8 strings of text: 25 % of the bits known.',
      extraction: 'Model 1 of all is learning 16 strings: 40 % come back from their first half.',
      membership: 'Model 1 of all is learning 36 strings: AUC of the attack 0.97.',
      dynamics: 'Model 1 of all is learning a string over 2 symbols: 50 % of the tokens right.',
      'string-factors': 'Models 1–2 of all are learning strings over 16 symbols: 50 % of the tokens right.',
      sequence: 'Model 1 of all is learning string 1 of 5: 50 % of its tokens right.',
    })
  })

  it.each([...experiments.keys()])('fits into the bar, whatever trains: %s', (id) => {
    const all = planSweep(experimentById(id), 'tiny', experimentById(id).presets[0].config).trials.map(
      (_, i) => i,
    )
    for (const places of [[], [0], all.slice(0, 12)]) {
      const text = saidOf(id, places)
      expect(text).toMatch(/^Models? .* (is|are) learning .*\.|^Models? .* starts?\./)
      expect(text.length).toBeLessThan(120)
    }
  })
})
