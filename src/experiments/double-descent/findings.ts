/** What the runs have shown: where the peak is, whether a second descent follows, what weight decay does. */
import { meanText } from '@/core/figures/figure-points'
import type { Finding } from '@/core/findings/finding'
import { spread } from '@/core/metrics/stats'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import type { TrialRecord } from '@/core/results/result'
import { byModelFindings } from './by-model'
import { type Curve, lossCurves, type Peak } from './curves'
import { decaysOf, entropyOf, isByModel } from './series'

/** Sizes on both sides of the highest one further apart than this do not say where the peak is. */
const WIDEST_GAP = 2

const PEAK_PAPER = 'Morris et al.: the peak is where data and capacity are equal, at 1'
const DECAY_PAPER = 'Nakkiran et al. 2020 (arXiv 2003.01897): well-chosen weight decay removes the peak'

export function findings(records: readonly TrialRecord[]): Finding[] {
  if (records.length === 0) return []
  if (isByModel(records)) return byModelFindings(records)
  const recipe = lossCurves(records, RECIPE_OPTIONS.weightDecay)
  const others = decaysOf(records).filter((decay) => decay !== RECIPE_OPTIONS.weightDecay)
  return [
    ...(recipe.length > 0 ? recipeFindings(recipe) : []),
    ...others.map((decay) => decayFinding(decay, lossCurves(records, decay), recipe)),
  ]
}

function recipeFindings(curves: readonly Curve[]): Finding[] {
  const peaks = curves.flatMap(({ peak }) => peak ?? [])
  if (peaks.length < curves.length) {
    return [
      {
        verdict: 'not reached',
        text: 'The test loss has no peak inside the range of data that was run: add smaller and larger datasets, or train longer.',
      },
    ]
  }
  return [peakFinding(peaks), descentFinding(curves, peaks)]
}

function peakFinding(peaks: readonly Peak[]): Finding {
  const place = meanText(peaks.map(({ overCapacity }) => overCapacity))
  const loss = meanText(
    peaks.map((peak) => peak.loss),
    1,
    'bits per token',
  )
  const from = Math.min(...peaks.map(({ between }) => between[0]))
  const to = Math.max(...peaks.map(({ between }) => between[1]))
  const range = `${from.toFixed(2)} and ${to.toFixed(2)}`
  const gap = Math.max(...peaks.map((peak) => peak.gap))
  if (gap > WIDEST_GAP) {
    return {
      verdict: 'not reached',
      text: `The test loss is highest, ${loss}, somewhere between ${range} times what the model held at most: the dataset sizes around it lie ${Number(gap.toPrecision(3))} times apart. Add sizes between them.`,
      paper: PEAK_PAPER,
    }
  }
  return {
    // In every seed by itself: the more seeds, the harder to agree.
    verdict: peaks.every(({ between: [low, high] }) => low <= 1 && high >= 1) ? 'agrees' : 'differs',
    text: `The test loss peaks at ${loss}, where the data are ${place} times what the model held at most; the sizes on both sides of the peak lie between ${range}.`,
    paper: PEAK_PAPER,
  }
}

function descentFinding(curves: readonly Curve[], peaks: readonly Peak[]): Finding {
  const records = curves.flatMap(({ runs }) => runs)
  const guessing = Math.log2(records[0]!.vocab)
  const entropy = spread(records.map(entropyOf)).mean
  const after = meanText(peaks.map((peak) => peak.after))
  if (entropy > 0.98 * guessing) {
    return {
      verdict: 'seen',
      text: `Beyond the peak it falls to ${after}, towards guessing at ${guessing.toFixed(2)}: on uniform strings there is nothing to learn, and the peak is over-confidence.`,
    }
  }
  const fell = `Beyond the peak it falls to ${after} bits per token`
  if (!peaks.every((peak) => peak.after < guessing)) {
    return {
      verdict: 'not reached',
      text: `${fell}, not yet below guessing (${guessing.toFixed(2)}); the source has ${entropy.toFixed(2)}. Add more data.`,
    }
  }
  if (!peaks.every((peak) => peak.after < peak.before)) {
    return {
      verdict: 'not reached',
      text: `${fell}, below guessing (${guessing.toFixed(2)}) and no lower than ${meanText(peaks.map((peak) => peak.before))} with less data than at the peak: no second descent yet. Add more data.`,
    }
  }
  return {
    verdict: 'seen',
    text: `${fell}, below guessing (${guessing.toFixed(2)}), below ${meanText(peaks.map((peak) => peak.before))} before the peak, and on its way to the source’s ${entropy.toFixed(2)}: a real second descent.`,
  }
}

/** Seed by seed against the recipe's peak, where the recipe was run too. */
function decayFinding(decay: number, curves: readonly Curve[], recipe: readonly Curve[]): Finding {
  const pairs = curves.flatMap((own) => {
    const other = recipe.find(({ of }) => of === own.of)
    const at = other && own.runs.find(({ datasetSize }) => datasetSize === other.runs[other.top]!.datasetSize)
    // Curves that begin beyond the recipe's peak could not show one.
    return other?.peak && at && own.runs[0] !== at ? [{ own, other, at }] : []
  })
  const has = `With weight decay ${decay}`
  if (pairs.length < curves.length || pairs.length === 0) return decayAloneFinding(has, curves)
  const peaked = meanText(
    pairs.map(({ other }) => other.runs[other.top]!.heldoutBitsPerToken),
    1,
  )
  const kept = meanText(
    pairs.map(({ own, other }) => (100 * own.capacityBits) / other.capacityBits),
    0,
  )
  const gone = pairs.every(({ own }) => own.top === 0)
  const left = meanText(
    pairs.map(({ own, at }) => (gone ? at : own.runs[own.top]!).heldoutBitsPerToken),
    1,
  )
  return {
    verdict: gone ? 'agrees' : 'differs',
    text: gone
      ? `${has} the peak is gone: its ${peaked} bits per token become ${left}, and no size is worse than the smallest. It costs memory: what is held at most falls to ${kept} per cent.`
      : `${has} the test loss is at most ${left} bits per token instead of ${peaked}, and still rises before it falls: the peak is lower, not gone. What is held at most falls to ${kept} per cent.`,
    paper: DECAY_PAPER,
  }
}

function decayAloneFinding(has: string, curves: readonly Curve[]): Finding {
  const ends = (pick: (curve: Curve) => TrialRecord | undefined) =>
    meanText(
      curves.map((curve) => pick(curve)!.heldoutBitsPerToken),
      1,
    )
  if (curves.some(({ runs }) => runs.length < 2)) {
    return { verdict: 'not reached', text: `${has} one size was run: a peak needs several.` }
  }
  const from = ends(({ runs }) => runs[0])
  const to = ends(({ runs }) => runs.at(-1))
  return curves.every(({ top }) => top === 0)
    ? {
        verdict: 'seen',
        text: `${has} there is no peak: the test loss falls from ${from} to ${to} bits per token as the data grow.`,
      }
    : {
        verdict: 'seen',
        text: `${has} the test loss reaches ${ends(({ runs, top }) => runs[top])} bits per token on its way from ${from} to ${to}.`,
      }
}
