/** What the runs have shown: where the peak is, whether a second descent follows, what weight decay does. */
import { meanText } from '@/core/figure-points'
import type { Finding } from '@/core/finding'
import { groupBy } from '@/core/group'
import { RECIPE_OPTIONS } from '@/core/recipe'
import type { TrialRecord } from '@/core/result'
import { decayOf, entropyOf, isByModel } from './runs'

interface Peak {
  /** Bits per token, and data over what this model memorised at most. */
  readonly loss: number
  readonly overCapacity: number
  /** The same of the sizes on both sides: the true peak lies between them. */
  readonly between: readonly [number, number]
  /** Lowest test loss at more data, and at less. */
  readonly after: number
  readonly before: number
}

/** For each seed of the recipe's runs by data; undefined where the peak is the last or the first size. */
function peaks(records: readonly TrialRecord[], decay: number): Peak[] {
  const own = records.filter((record) => decayOf(record.settings) === decay)
  return [...groupBy(own, ({ seed, params }) => `${seed} ${params}`).values()].flatMap((runs) => {
    const sorted = runs.toSorted((a, b) => a.datasetSize - b.datasetSize)
    const at = sorted.reduce(
      (best, run, i) => (run.heldoutBitsPerToken > sorted[best]!.heldoutBitsPerToken ? i : best),
      0,
    )
    if (at === 0 || at === sorted.length - 1) return []
    const capacity = Math.max(...sorted.map(({ memorizedBits }) => memorizedBits))
    const losses = sorted.map(({ heldoutBitsPerToken }) => heldoutBitsPerToken)
    return [
      {
        loss: losses[at]!,
        overCapacity: sorted[at]!.datasetBits / capacity,
        between: [sorted[at - 1]!.datasetBits / capacity, sorted[at + 1]!.datasetBits / capacity],
        after: Math.min(...losses.slice(at + 1)),
        before: Math.min(...losses.slice(0, at)),
      },
    ]
  })
}

export function findings(records: readonly TrialRecord[]): Finding[] {
  const found: Finding[] = []
  if (records.length === 0 || isByModel(records)) return byModelFindings(records)
  const seeds = new Set(records.map(({ seed }) => seed)).size
  const seen = peaks(records, RECIPE_OPTIONS.weightDecay)
  if (seen.length < seeds) {
    return [
      {
        verdict: 'not reached',
        text: 'The test loss has no peak inside the range of data that was run: add smaller and larger datasets, or train longer.',
      },
    ]
  }
  const at = seen.map(({ overCapacity }) => overCapacity)
  // The grid of sizes is coarse: the peak is known to lie between its neighbours, and no better.
  const from = Math.min(...seen.map(({ between }) => between[0]))
  const to = Math.max(...seen.map(({ between }) => between[1]))
  found.push({
    verdict: from < 1 && to > 1 ? 'agrees' : 'differs',
    text: `The test loss peaks at ${meanText(
      seen.map(({ loss }) => loss),
      1,
    )} bits per token, where the data are ${meanText(at)} times what the model held at most; on this grid the peak lies between ${from.toFixed(2)} and ${to.toFixed(2)}.`,
    paper: 'Morris et al.: the peak is where data and capacity are equal, at 1',
  })
  found.push(...descentFinding(records, seen))
  const decayed = [...new Set(records.map(({ settings }) => decayOf(settings)))].filter((d) => d > 0.01)
  for (const decay of decayed) {
    const own = records.filter(({ settings }) => decayOf(settings) === decay)
    const highest = Math.max(...own.map(({ heldoutBitsPerToken }) => heldoutBitsPerToken))
    found.push({
      verdict: 'seen',
      text: `With weight decay ${decay} the test loss never exceeds ${highest.toFixed(1)} bits per token.`,
    })
  }
  return found
}

function descentFinding(records: readonly TrialRecord[], seen: readonly Peak[]): Finding[] {
  const guessing = Math.log2(records[0]!.vocab)
  const entropy = records.map(entropyOf).reduce((sum, bits) => sum + bits, 0) / records.length
  const after = meanText(
    seen.map((peak) => peak.after),
    2,
  )
  if (entropy > 0.98 * guessing) {
    return [
      {
        verdict: 'seen',
        text: `Beyond the peak it falls to ${after}, towards guessing at ${guessing.toFixed(2)}: on uniform strings there is nothing to learn, and the peak is over-confidence.`,
      },
    ]
  }
  const lowest = seen.reduce((sum, peak) => sum + peak.after, 0) / seen.length
  return [
    {
      verdict: lowest < guessing ? 'seen' : 'not reached',
      text:
        lowest < guessing
          ? `Beyond the peak it falls to ${after} bits per token, below guessing (${guessing.toFixed(2)}) and on its way to the source’s ${entropy.toFixed(2)}: a real second descent.`
          : `Beyond the peak it falls to ${after} bits per token, not yet below guessing (${guessing.toFixed(2)}); the source has ${entropy.toFixed(2)}. Add more data.`,
    },
  ]
}

function byModelFindings(records: readonly TrialRecord[]): Finding[] {
  const sorted = records.toSorted((a, b) => a.params - b.params)
  const top = sorted.reduce<TrialRecord | undefined>(
    (best, record) => (!best || record.heldoutBitsPerToken > best.heldoutBitsPerToken ? record : best),
    undefined,
  )
  if (!top) return []
  const ends = top.params === sorted[0]!.params || top.params === sorted.at(-1)!.params
  return [
    {
      verdict: ends ? 'not reached' : 'seen',
      text: ends
        ? 'The test loss has no peak inside the range of models that was run: add smaller and larger ones.'
        : `The test loss is highest, ${top.heldoutBitsPerToken.toFixed(1)} bits per token, at ${top.params.toLocaleString('en')} parameters: the smallest models that can hold the strings generalise worst.`,
    },
  ]
}
