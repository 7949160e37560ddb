/**
 * The loss-threshold attack (Yeom et al. 2018; Morris et al. 2025, §5): a string is called a member of the training data where its score
 * reaches a threshold. Where a score is no number (a diverged run) or a class is empty, every figure is NaN.
 */
import { natsToBits } from './bits'

/** Score of each string: −loss, in bits per token. */
export const lossScores = (codeLengthNats: ArrayLike<number>, seqLen: number): number[] =>
  Array.from(codeLengthNats, (nats) => -natsToBits(nats) / seqLen)

/**
 * Score of each string less what its source gives it: memorised bits per token, the log-likelihood ratio of model and source. Where strings
 * differ in probability, it tells a memorised string from one that was likely anyway.
 */
export const calibratedScores = (
  sourceBits: ArrayLike<number>,
  codeLengthNats: ArrayLike<number>,
  seqLen: number,
): number[] => lossScores(codeLengthNats, seqLen).map((score, n) => score + sourceBits[n]! / seqLen)

export interface RocPoint {
  /** Strings that score at least this much are called members. */
  readonly threshold: number
  /** Share of non-members called members. */
  readonly fpr: number
  /** Share of members called members. */
  readonly tpr: number
}

/** One point for each distinct score, from (0, 0) to (1, 1). */
export function rocCurve(members: readonly number[], nonMembers: readonly number[]): RocPoint[] {
  const scored = [
    ...members.map((score) => ({ score, isMember: true })),
    ...nonMembers.map((score) => ({ score, isMember: false })),
  ]
  const unusable = members.length === 0 || nonMembers.length === 0
  if (unusable || scored.some(({ score }) => Number.isNaN(score))) return []
  scored.sort((a, b) => (a.score === b.score ? 0 : b.score - a.score))
  const curve: RocPoint[] = [{ threshold: Number.POSITIVE_INFINITY, fpr: 0, tpr: 0 }]
  let truePositives = 0
  let falsePositives = 0
  scored.forEach(({ score, isMember }, i) => {
    if (isMember) truePositives++
    else falsePositives++
    if (scored[i + 1]?.score === score) return
    const fpr = falsePositives / nonMembers.length
    curve.push({ threshold: score, fpr, tpr: truePositives / members.length })
  })
  return curve
}

/**
 * Area under the curve by trapezia: exactly the probability that a member outscores a non-member, ties counting half (Mann–Whitney).
 */
export function areaUnderCurve(curve: readonly RocPoint[]): number {
  let area = curve.length === 0 ? Number.NaN : 0
  for (let i = 1; i < curve.length; i++) {
    const [before, after] = [curve[i - 1]!, curve[i]!]
    area += ((after.fpr - before.fpr) * (before.tpr + after.tpr)) / 2
  }
  return area
}

/** AUC of the loss-threshold attack, from code lengths in nats of strings of one length. */
export const lossAuc = (
  memberNats: ArrayLike<number>,
  nonMemberNats: ArrayLike<number>,
  seqLen: number,
): number => areaUnderCurve(rocCurve(lossScores(memberNats, seqLen), lossScores(nonMemberNats, seqLen)))

/**
 * The largest true-positive rate at a false-positive rate that was measured and is at most `fpr`; nothing is interpolated, so that with
 * fewer than 1 / fpr non-members it is the rate without any false positive.
 */
export const tprAtFpr = (curve: readonly RocPoint[], fpr: number): number =>
  curve.findLast((point) => point.fpr <= fpr)?.tpr ?? Number.NaN

/** F1 of calling every string a member, which needs no attack: 2/3 where there are as many members as non-members. */
export const alwaysMemberF1 = (members: number, nonMembers: number): number =>
  (2 * members) / (2 * members + nonMembers)

/** F1 of members, 2·TP / (2·TP + FP + FN). */
export function f1AtThreshold(
  members: readonly number[],
  nonMembers: readonly number[],
  threshold: number,
): number {
  const called = (scores: readonly number[]) => scores.filter((score) => score >= threshold).length
  const truePositives = called(members)
  return (2 * truePositives) / (truePositives + called(nonMembers) + members.length)
}

/**
 * The threshold of the largest F1, in the middle between two scores, so that it fits others as well; −∞ where calling all strings members
 * does best. Of several it is the highest.
 */
export function bestThreshold(members: readonly number[], nonMembers: readonly number[]): number {
  const curve = rocCurve(members, nonMembers)
  let best = { threshold: Number.NaN, f1: Number.NEGATIVE_INFINITY }
  curve.forEach(({ fpr, tpr, threshold }, i) => {
    const truePositives = tpr * members.length
    const f1 = (2 * truePositives) / (truePositives + fpr * nonMembers.length + members.length)
    const lower = curve[i + 1]?.threshold ?? Number.NEGATIVE_INFINITY
    const middle = threshold === Number.POSITIVE_INFINITY ? threshold : (threshold + lower) / 2
    // Products of rates and counts differ in the last bit where the counts are equal.
    if (f1 > best.f1 + 1e-12) best = { threshold: middle, f1 }
  })
  return best.threshold
}

export interface ThresholdAttack {
  readonly f1: number
  readonly threshold: number
}

/**
 * F1 on the strings of odd index with the threshold that is best on those of even index: a threshold scored on the strings that chose it
 * would flatter the attack. Strings must come in no order that matters.
 */
export function heldOutF1(members: readonly number[], nonMembers: readonly number[]): ThresholdAttack {
  const half = (scores: readonly number[], parity: number) => scores.filter((_, n) => n % 2 === parity)
  const threshold = bestThreshold(half(members, 0), half(nonMembers, 0))
  if (Number.isNaN(threshold)) return { threshold, f1: Number.NaN }
  return { threshold, f1: f1AtThreshold(half(members, 1), half(nonMembers, 1), threshold) }
}

export interface Histogram {
  /** bins + 1, ascending; each bin holds its lower edge, the last one its upper too. */
  readonly edges: readonly number[]
  /** For each group, the share of its values in each bin. */
  readonly shares: readonly (readonly number[])[]
}

/** Groups side by side in the same bins, between the least and the largest of all values; undefined without a finite range. */
export function sharedHistogram(groups: readonly (readonly number[])[], bins: number): Histogram | undefined {
  const all = groups.flat()
  const least = all.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const largest = all.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  if (!Number.isFinite(largest - least)) return undefined
  // Values that are all equal lie in the middle of a range of one.
  const width = largest > least ? largest - least : 1
  const start = largest > least ? least : least - width / 2
  const edges = Array.from({ length: bins + 1 }, (_, i) => start + (i * width) / bins)
  const shares = groups.map((values) => {
    const counts = new Array<number>(bins).fill(0)
    for (const value of values) {
      const bin = Math.min(bins - 1, Math.floor(((value - start) / width) * bins))
      counts[bin]! += 1 / values.length
    }
    return counts
  })
  return { edges, shares }
}
