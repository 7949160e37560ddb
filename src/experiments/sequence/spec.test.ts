import { describe, expect, it } from 'vitest'
import { tiny, trials } from './example-records'
import { probeSteps, shownStrings } from './phases'
import experiment from './spec'

describe('sequence', () => {
  it('plans strings of one length, one a step, then the first one again, then a new one', () => {
    expect(trials).toHaveLength(1)
    expect(trials[0]).toMatchObject({ datasetSize: 5, batch: 1, steps: 1200 })
    expect(shownStrings(4)).toEqual([0, 1, 2, 3, 0, 4])
  })

  it('probes before the first step, often after each change, and at every end', () => {
    const probes = probeSteps(4, 1200)
    expect(probes[0]).toBe(0)
    expect(probes).toEqual([...new Set(probes)].toSorted((a, b) => a - b))
    for (const end of [200, 400, 600, 800, 1000, 1200]) expect(probes).toContain(end)
    for (const start of [0, 200, 400, 600, 800, 1000]) expect(probes).toContain(start + 1)
    expect(probes.length).toBeLessThan(6 * 20)
  })

  it('refuses more strings than a record has room for, and symbols that are not there', () => {
    expect(experiment.problems({ ...tiny, strings: 17 })).toEqual([
      { field: 'strings', message: 'must be a whole number from 2 to 16' },
    ])
    expect(experiment.problems({ ...tiny, alphabets: [7, 99] })).toEqual([
      { field: 'alphabets', message: '99 symbols do not fit a vocabulary of 64' },
    ])
  })
})
