import { describe, expect, it } from 'vitest'
import { type Dataset, multiplicities, trainingStrings } from '@/core/data/dataset'
import { ceilingBits } from '@/core/metrics/bits'
import { exampleTrial } from '@/core/testing/example-record'
import {
  CANDIDATES,
  plantedCopies,
  plantedDataset,
  plantingOf,
  plantingSettings,
  shownNames,
  shownStrings,
} from './planted-strings'

const shape = { layers: 1, width: 8, heads: 2, tied: false, vocab: 16, seqLen: 8 }
const trialOf = (kind: 'none' | 'copies' | 'canaries') =>
  exampleTrial({
    experiment: 'per-string',
    shape,
    source: { id: 'markov', concentration: 0.3 },
    datasetSize: 40,
    settings: plantingSettings({ kind, repeats: [1, 4, 8], distinct: 2 }),
  })
const strings = ({ tokens, seqLen }: Dataset) =>
  Array.from({ length: tokens.length / seqLen }, (_, n) => tokens.slice(n * seqLen, (n + 1) * seqLen).join())

describe('planting', () => {
  it('stands in the settings of a trial, or not at all', () => {
    const planting = { kind: 'copies', repeats: [1, 2, 16], distinct: 3 } as const
    expect(plantingSettings(planting)).toEqual({ planted: 'copies', repeats: '1-2-16', distinct: 3 })
    expect(plantingOf(plantingSettings(planting))).toEqual(planting)
    expect(plantedCopies(planting)).toBe(57)
    expect(plantingSettings({ ...planting, kind: 'none' })).toEqual({})
    expect(plantedCopies(plantingOf({}))).toBe(0)
  })

  it.each(['copies', 'canaries'] as const)('%s are in the data as often as they should be', (kind) => {
    const { training, drawn, planted } = plantedDataset(trialOf(kind))
    expect(training.count).toBe(40)
    expect(drawn).toBe(40 - 26)
    const all = strings(training)
    for (const { copies, at } of planted) {
      expect(at).toBeGreaterThanOrEqual(drawn)
      expect(all.filter((string) => string === all[at])).toHaveLength(copies)
    }
    expect(planted.map(({ copies }) => copies)).toEqual([1, 1, 4, 4, 8, 8])
    expect(
      multiplicities(training)
        .toSorted((a, b) => b - a)
        .slice(0, 5),
    ).toEqual([8, 8, 4, 4, 1])
    expect(ceilingBits(training.sourceBits, multiplicities(training))).toBeGreaterThan(0)
  })

  it('leaves the other strings as they would be drawn without', () => {
    const { source, seed } = trialOf('none')
    const plain = trainingStrings({ source, vocab: 16, seqLen: 8, count: 14, seed })
    for (const kind of ['copies', 'canaries'] as const) {
      expect(strings(plantedDataset(trialOf(kind)).training).slice(0, 14)).toEqual(strings(plain))
    }
    const none = plantedDataset(trialOf('none'))
    expect(none.planted).toEqual([])
    expect(strings(none.training).slice(0, 14)).toEqual(strings(plain))
  })

  it('canaries are uniform, and ranked among uniform strings that were left out', () => {
    const { training, drawn, candidates, heldOut } = plantedDataset(trialOf('canaries'))
    expect([...training.sourceBits.slice(drawn)]).toEqual(new Array(26).fill(32))
    expect(candidates.count).toBe(CANDIDATES)
    expect(new Set(candidates.sourceBits)).toEqual(new Set([32]))
    expect(new Set(heldOut.sourceBits).size).toBeGreaterThan(10)
    const trained = new Set(strings(training))
    expect(strings(candidates).some((string) => trained.has(string))).toBe(false)
  })

  it('copies are ranked among strings of the source', () => {
    const { candidates, heldOut } = plantedDataset(trialOf('copies'))
    expect(candidates).toBe(heldOut)
  })

  it('shows the most copied strings first, by names that the plan knows', () => {
    const trial = trialOf('canaries')
    const dataset = plantedDataset(trial)
    const all = strings(dataset.training)
    const names = shownNames(trial.settings, trial.datasetSize)
    const counts = shownStrings(dataset).map((n) => all.filter((string) => string === all[n]).length)
    expect(names.slice(0, 7)).toEqual(['×8', '×8', '×4', '×4', '×1', '×1', 'once'])
    expect(names).toHaveLength(6 + 14)
    expect(counts.map((count, i) => (i < 6 ? `×${count}` : 'once'))).toEqual(names)
  })
})
