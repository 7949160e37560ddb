import { describe, expect, it } from 'vitest'
import { randomStream } from '../data/rng'
import { fitSigmoid, printedMembershipF1, reconstructedMembershipF1 } from './sigmoid-fit'

describe("the paper's law", () => {
  // Morris et al. 2025: strings of 64 GPT-2 tokens, so 64·log2 50,257 bits each.
  it.each([
    [1_556_075_200, 170_654_583, 0.55],
    [1_556_075_200, 76_795_021, 0.75],
    [1_556_075_200, 18_851_574, 0.95],
    [123_702_528, 13_566_442, 0.55],
    [123_702_528, 1_498_634, 0.95],
  ])(
    'reconstructed predicts for %d parameters and %d strings the F1 %d of their table',
    (params, strings, f1) => {
      const dataBits = strings * 64 * Math.log2(50_257)
      expect(Math.abs(reconstructedMembershipF1(dataBits / params) - f1)).toBeLessThan(0.006)
    },
  )

  it('falls with the data as reconstructed, and rises as printed', () => {
    const dataBitsPerParam = [1, 4, 16, 64, 256]
    const capacity = 3.6
    const printed = dataBitsPerParam.map((r) => printedMembershipF1(capacity / r))
    const meant = dataBitsPerParam.map(reconstructedMembershipF1)
    expect(printed).toEqual(printed.toSorted((a, b) => a - b))
    expect(meant).toEqual(meant.toSorted((a, b) => b - a))
    expect(meant[0]! - meant[4]!).toBeGreaterThan(0.4)
  })
})

describe('the fit of our own points', () => {
  const ratios = [1, 2, 4, 8, 16, 32, 64]
  const made = (midpoint: number, slope: number, floor: number, at = ratios) =>
    at.map((r) => ({ dataBitsPerParam: r, score: floor + (1 - floor) / (1 + (r / midpoint) ** slope) }))

  it.each([
    [10, 1.5, 0.5],
    [3, 4, 0.5],
    [40, 0.8, 2 / 3],
  ])('finds the midpoint %d and the slope %d above the floor %d', (midpoint, slope, floor) => {
    const fit = fitSigmoid(made(midpoint, slope, floor), floor)
    expect(fit?.midpoint).toBeCloseTo(midpoint, 4)
    expect(fit?.slope).toBeCloseTo(slope, 4)
    expect(fit?.rSquared).toBeCloseTo(1, 8)
    expect(fit?.isBracketed).toBe(true)
    expect(fit?.at(midpoint)).toBeCloseTo((1 + floor) / 2, 6)
  })

  it('says when the midpoint lies beyond what was measured', () => {
    const fit = fitSigmoid(made(200, 1, 0.5), 0.5)
    expect(fit?.midpoint).toBeCloseTo(200, 2)
    expect(fit?.isBracketed).toBe(false)
  })

  it('is near with noise, and R² says so', () => {
    const random = randomStream('probe', 6)
    const noisy = made(10, 1.5, 0.5).map((p) => ({ ...p, score: p.score + 0.01 * random.normal() }))
    const fit = fitSigmoid(noisy, 0.5)
    expect(Math.abs(fit!.midpoint / 10 - 1)).toBeLessThan(0.2)
    expect(fit!.rSquared).toBeGreaterThan(0.98)
    expect(fit!.rSquared).toBeLessThan(1)
  })

  it('fits an independent trainer’s membership runs', () => {
    // science.md §4: uniform, AUC at 8 … 128 times 2.5 bits per parameter.
    const auc = [0.9985, 0.9825, 0.9285, 0.8608, 0.7754]
    const fit = fitSigmoid(
      auc.map((score, i) => ({ dataBitsPerParam: 20 * 2 ** i, score })),
      0.5,
    )
    // The curve bends more than these points do: 0.988.
    expect(fit!.rSquared).toBeGreaterThan(0.98)
    // Half way, AUC 0.75, lies a little beyond the 0.7754 at 320.
    expect(fit!.midpoint).toBeGreaterThan(320)
    expect(fit!.midpoint).toBeLessThan(480)
  })

  it('is undefined for too few points, for a level score, for one that rises and for none', () => {
    expect(fitSigmoid(made(10, 1, 0.5, [1, 10]), 0.5)).toBeUndefined()
    expect(
      fitSigmoid(
        ratios.map((r) => ({ dataBitsPerParam: r, score: 0.7 })),
        0.5,
      ),
    ).toBeUndefined()
    expect(fitSigmoid(made(10, -2, 0.5), 0.5)).toBeUndefined()
    const holed = made(10, 1, 0.5).map((p, i) => (i === 2 ? { ...p, score: Number.NaN } : p))
    expect(fitSigmoid(holed, 0.5)).toBeUndefined()
    expect(fitSigmoid(made(10, 1, 0.5, [5, 5, 5]), 0.5)).toBeUndefined()
  })
})
