import { describe, expect, it } from 'vitest'
import type { Dataset } from '@/core/data/dataset'
import { attackMeasures } from './measure'

const dataset = (count: number, sourceBits: (n: number) => number = () => 16): Dataset => ({
  tokens: new Int32Array(count * 4),
  count,
  seqLen: 4,
  sourceBits: Float64Array.from({ length: count }, (_, n) => sourceBits(n)),
})
const nats = (count: number, bits: (n: number) => number) =>
  Float64Array.from({ length: count }, (_, n) => bits(n) * Math.LN2)

describe('the attack on one model', () => {
  it('is perfect where every member costs less than every non-member', () => {
    const { measures, traces } = attackMeasures(
      dataset(40),
      dataset(200),
      nats(40, (n) => 2 + n / 100),
      nats(200, (n) => 20 + n / 100),
    )
    expect(measures).toMatchObject({ auc: 1, tprAt1Fpr: 1, f1: 1, aucCalibrated: 1 })
    // Half way from the last member to the first non-member, in bits per token; only every other string chose.
    expect(measures.thresholdBitsPerToken).toBeCloseTo((2.38 + 20) / 2 / 4, 6)
    expect(traces['roc.fpr']!.at(0)).toBe(0)
    expect(traces['roc.tpr']!.at(-1)).toBe(1)
    expect(traces['roc.fpr']!.length).toBeLessThanOrEqual(65)
    expect(traces['roc.tpr']).toHaveLength(traces['roc.fpr']!.length)
  })

  it('counts as many non-members as members for F1, and all for the rest', () => {
    // The first 40 non-members look like members, the other 160 do not.
    const { measures } = attackMeasures(
      dataset(40),
      dataset(200),
      nats(40, () => 2),
      nats(200, (n) => (n < 40 ? 2 : 20)),
    )
    expect(measures.auc).toBeCloseTo(0.9, 12)
    expect(measures.f1).toBeCloseTo(2 / 3, 12)
  })

  it('calibrated is not misled by strings that are likely anyway', () => {
    // Strings of 8 and of 24 bits; members cost 4 bits less than they should.
    const bits = (n: number) => (n % 2 === 0 ? 8 : 24)
    const { measures } = attackMeasures(
      dataset(64, bits),
      dataset(64, bits),
      nats(64, (n) => bits(n) - 4),
      nats(64, bits),
    )
    expect(measures.aucCalibrated).toBe(1)
    expect(measures.auc).toBeCloseTo(0.75, 12)
  })

  it('records histograms, each of which adds up to one, by the middles of their bars', () => {
    const { traces } = attackMeasures(
      dataset(30),
      dataset(30),
      nats(30, (n) => n),
      nats(30, (n) => n + 9),
    )
    const members = traces['losses.members']!
    expect(members).toHaveLength(32)
    expect(members.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 2)
    const middles = traces['losses.bitsPerToken']!
    // From 0 to 38 bits a string, 4 tokens each.
    expect(middles[0]).toBeCloseTo(38 / 4 / 64, 3)
    expect(middles.at(-1)).toBeCloseTo((38 / 4) * (63 / 64), 3)
  })

  it('has no figures for a model that diverged', () => {
    const { measures, traces } = attackMeasures(
      dataset(4),
      dataset(4),
      nats(4, () => Number.NaN),
      nats(4, () => 1),
    )
    expect(Object.values(measures).every(Number.isNaN)).toBe(true)
    expect(Object.values(traces).flat()).toEqual([])
  })
})
