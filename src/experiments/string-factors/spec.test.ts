import { describe, expect, it } from 'vitest'
import { madeOf, tiny, trials } from './example-records'
import experiment from './spec'

describe('string factors', () => {
  it('varies one thing at a time about one string, and plans each string once', () => {
    expect(trials.map(madeOf)).toEqual([
      { symbols: 16, skew: 0, seqLen: 64 },
      { symbols: 2, skew: 0, seqLen: 64 },
      { symbols: 4, skew: 0, seqLen: 64 },
      { symbols: 16, skew: 1, seqLen: 64 },
      { symbols: 16, skew: 2, seqLen: 64 },
      { symbols: 16, skew: 0, seqLen: 16 },
      { symbols: 16, skew: 0, seqLen: 32 },
    ])
    const doubled = { ...tiny, alphabets: [2, 4, 16], lengths: [16, 32, 64] }
    expect(experiment.plan(doubled)).toHaveLength(trials.length)
  })

  it('names the list whose string does not fit', () => {
    expect(experiment.problems({ ...tiny, alphabets: [2, 65] })).toEqual([
      { field: 'alphabets', message: '65 symbols do not fit a vocabulary of 64' },
    ])
    const heads = experiment.problems({ ...tiny, heads: 5 })
    expect(heads.map(({ field }) => field)).toEqual(['heads'])
  })
})
