/**
 * The attack's figures for one trained model, for its record. AUC and TPR use every string; F1 uses as many non-members as members, so that
 * calling every string a member scores 2/3 at every dataset size.
 */
import type { Dataset } from '@/core/data/dataset'
import {
  areaUnderCurve,
  calibratedScores,
  heldOutF1,
  lossScores,
  type RocPoint,
  rocCurve,
  sharedHistogram,
  tprAtFpr,
} from '@/core/metrics/membership'
import { evenSample } from '@/core/metrics/recall'
import { significantDigits } from '@/core/results/digits'
import type { Measured } from '@/core/results/result'

/** Points of a recorded curve, and bars of a recorded histogram. */
const ROC_POINTS = 65
const BINS = 32

/** @param trainingNats code length of each training string, @param heldOutNats of each string that the model never saw. */
export function attackMeasures(
  training: Dataset,
  heldOut: Dataset,
  trainingNats: ArrayLike<number>,
  heldOutNats: ArrayLike<number>,
): Measured {
  const { seqLen } = training
  const members = lossScores(trainingNats, seqLen)
  const nonMembers = lossScores(heldOutNats, seqLen)
  const curve = rocCurve(members, nonMembers)
  const calibrated = rocCurve(
    calibratedScores(training.sourceBits, trainingNats, seqLen),
    calibratedScores(heldOut.sourceBits, heldOutNats, seqLen),
  )
  const balanced = Math.min(members.length, nonMembers.length)
  const attack = heldOutF1(members.slice(0, balanced), nonMembers.slice(0, balanced))
  const losses = sharedHistogram(
    [members, nonMembers].map((scores) => scores.map((score) => -score)),
    BINS,
  )
  const thin = thinned(curve)
  return {
    measures: {
      auc: areaUnderCurve(curve),
      tprAt1Fpr: tprAtFpr(curve, 0.01),
      f1: attack.f1,
      thresholdBitsPerToken: -attack.threshold,
      aucCalibrated: areaUnderCurve(calibrated),
      tprAt1FprCalibrated: tprAtFpr(calibrated, 0.01),
    },
    traces: {
      'roc.fpr': thin.map(({ fpr }) => rounded(fpr)),
      'roc.tpr': thin.map(({ tpr }) => rounded(tpr)),
      // The middle of each bar.
      'losses.bitsPerToken': middles(losses?.edges ?? []).map(rounded),
      'losses.members': (losses?.shares[0] ?? []).map(rounded),
      'losses.nonMembers': (losses?.shares[1] ?? []).map(rounded),
    },
  }
}

/** A curve of some hundred points drawn as well by a few: evenly, both ends kept. */
function thinned(curve: readonly RocPoint[]): RocPoint[] {
  const inner = evenSample(curve.length, ROC_POINTS - 1).map((i) => curve[i]!)
  const last = curve.at(-1)
  return last && inner.at(-1) !== last ? [...inner, last] : inner
}

const middles = (edges: readonly number[]): number[] =>
  edges.slice(1).map((upper, i) => (edges[i]! + upper) / 2)

const rounded = (value: number): number => significantDigits(value, 4)
