import { describe, expect, it } from 'vitest'
import { randomStream } from '../data/rng'
import {
  alwaysMemberF1,
  areaUnderCurve,
  bestThreshold,
  calibratedScores,
  f1AtThreshold,
  heldOutF1,
  lossAuc,
  lossScores,
  rocCurve,
  sharedHistogram,
  tprAtFpr,
} from './membership'

const auc = (members: readonly number[], nonMembers: readonly number[]) =>
  areaUnderCurve(rocCurve(members, nonMembers))

const normals = (seed: number, count: number, mean = 0) => {
  const random = randomStream('probe', seed)
  return Array.from({ length: count }, () => mean + random.normal())
}

/** By its definition: all pairs. */
const mannWhitney = (members: readonly number[], nonMembers: readonly number[]) => {
  const wins = members.flatMap((m) => nonMembers.map((n) => (m > n ? 1 : m === n ? 0.5 : 0)))
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length
}

describe('scores', () => {
  it('are bits per token, negative', () => {
    expect(lossScores([4 * Math.LN2, 0], 2)).toEqual([-2, -0])
  })

  it('calibrated are memorised bits per token', () => {
    expect(calibratedScores([10, 3], [4 * Math.LN2, 8 * Math.LN2], 2)).toEqual([3, -2.5])
  })
})

it('the AUC of losses is the chance that a member costs less', () => {
  expect(lossAuc([1, 2, 5], [3, 4], 2)).toBeCloseTo(4 / 6, 12)
  expect(lossAuc([Number.NaN], [1], 4)).toBeNaN()
})

describe('the ROC curve', () => {
  it('has a point for each distinct score', () => {
    expect(rocCurve([3, 2, 2], [2, 1])).toEqual([
      { threshold: Number.POSITIVE_INFINITY, fpr: 0, tpr: 0 },
      { threshold: 3, fpr: 0, tpr: 1 / 3 },
      { threshold: 2, fpr: 0.5, tpr: 1 },
      { threshold: 1, fpr: 1, tpr: 1 },
    ])
  })

  it.each([
    [[2, 3], [0, 1], 1],
    [[0, 1], [2, 3], 0],
    [[1, 1], [1, 1, 1], 0.5],
    [[3, 1], [2], 0.5],
    [[3, 2, 2], [2, 1], 5 / 6],
  ])('of members %j and non-members %j has the area %d', (members, nonMembers, area) => {
    expect(auc(members, nonMembers)).toBeCloseTo(area, 12)
  })

  it('has the area that all pairs give, ties counting half', () => {
    const random = randomStream('probe', 7)
    for (let i = 0; i < 50; i++) {
      const members = Array.from({ length: 1 + random.integer(20) }, () => random.integer(6))
      const nonMembers = Array.from({ length: 1 + random.integer(20) }, () => random.integer(6) - 1)
      expect(auc(members, nonMembers)).toBeCloseTo(mannWhitney(members, nonMembers), 12)
    }
  })

  it('has the area ½ for equal distributions, and Φ(1/√2) for normals one apart', () => {
    expect(Math.abs(auc(normals(1, 4000), normals(2, 4000)) - 0.5)).toBeLessThan(0.02)
    expect(Math.abs(auc(normals(1, 4000, 1), normals(2, 4000)) - 0.7602)).toBeLessThan(0.02)
  })

  it('does not change its area under a monotone transform, and turns it over where classes change places', () => {
    const [members, nonMembers] = [normals(3, 100, 0.5), normals(4, 120)]
    const area = auc(members, nonMembers)
    expect(auc(members.map(Math.exp), nonMembers.map(Math.exp))).toBeCloseTo(area, 12)
    expect(auc(nonMembers, members)).toBeCloseTo(1 - area, 12)
  })

  it('is empty, and its figures are unknown, without numbers or without a class', () => {
    for (const curve of [rocCurve([Number.NaN, 1], [0]), rocCurve([], [0]), rocCurve([1], [])]) {
      expect(curve).toEqual([])
      expect(areaUnderCurve(curve)).toBeNaN()
      expect(tprAtFpr(curve, 0.01)).toBeNaN()
    }
    expect(heldOutF1([Number.NaN, 1], [0, 0]).f1).toBeNaN()
  })

  it('takes scores without a limit', () => {
    const none = Number.NEGATIVE_INFINITY
    expect(auc([1, none], [none, none])).toBeCloseTo(0.75, 12)
  })
})

describe('the true-positive rate at a false-positive rate', () => {
  it('counts only rates that were measured', () => {
    const nonMembers = Array.from({ length: 200 }, (_, n) => n)
    const curve = rocCurve([300, 199.5, 198.5, 197.5, 0], nonMembers)
    expect(tprAtFpr(curve, 0)).toBeCloseTo(0.4, 12)
    expect(tprAtFpr(curve, 0.004)).toBeCloseTo(0.4, 12)
    expect(tprAtFpr(curve, 0.01)).toBeCloseTo(0.8, 12)
    expect(tprAtFpr(curve, 1)).toBe(1)
  })
})

describe('F1', () => {
  it('is 2·TP / (2·TP + FP + FN)', () => {
    // Two of three members called, one of two non-members: 4 / (4 + 1 + 1).
    expect(f1AtThreshold([5, 4, 1], [3, 0], 2)).toBeCloseTo(2 / 3, 12)
    expect(f1AtThreshold([5], [3], 9)).toBe(0)
  })

  it('of always saying member is 2/3 on balanced sets, whatever the scores', () => {
    expect(alwaysMemberF1(64, 64)).toBeCloseTo(2 / 3, 12)
    expect(alwaysMemberF1(10, 30)).toBe(0.4)
    const all = Number.NEGATIVE_INFINITY
    expect(f1AtThreshold(normals(1, 50), normals(2, 50), all)).toBeCloseTo(alwaysMemberF1(50, 50), 12)
  })

  it('has its best threshold in the middle of a gap', () => {
    expect(bestThreshold([4, 5], [0, 1, 2])).toBe(3)
    expect(bestThreshold([0, 1], [4, 5])).toBe(Number.NEGATIVE_INFINITY)
  })

  it('at the best threshold is that of the best of all thresholds', () => {
    const [members, nonMembers] = [normals(5, 60, 1), normals(6, 40)]
    const found = f1AtThreshold(members, nonMembers, bestThreshold(members, nonMembers))
    const others = [...members, ...nonMembers].map((t) => f1AtThreshold(members, nonMembers, t))
    expect(found).toBeCloseTo(Math.max(...others), 12)
  })

  it('is scored on strings that did not choose the threshold', () => {
    // Even indices choose 5; on the odd ones that calls one member of two, and both non-members.
    expect(heldOutF1([10, 6, 10, 1], [0, 7, 0, 8])).toEqual({ threshold: 5, f1: 0.4 })
  })

  it('of an attack without a signal is not above that of always saying member', () => {
    const { f1 } = heldOutF1(normals(8, 4000), normals(9, 4000))
    expect(f1).toBeLessThanOrEqual(2 / 3 + 1e-9)
    expect(f1).toBeGreaterThan(0.6)
  })
})

describe('the histogram', () => {
  it('shares its bins, and each group adds up to one', () => {
    const found = sharedHistogram(
      [
        [0, 1, 2, 4],
        [3, 4],
      ],
      4,
    )
    expect(found?.edges).toEqual([0, 1, 2, 3, 4])
    expect(found?.shares).toEqual([
      [0.25, 0.25, 0.25, 0.25],
      [0, 0, 0, 1],
    ])
  })

  it('of equal values is one bar, and of nothing or of no numbers none', () => {
    expect(sharedHistogram([[2, 2], [2]], 2)).toEqual({
      edges: [1.5, 2, 2.5],
      shares: [
        [0, 1],
        [0, 1],
      ],
    })
    expect(sharedHistogram([[], []], 4)).toBeUndefined()
    expect(sharedHistogram([[Number.NaN], [1]], 4)).toBeUndefined()
  })
})
