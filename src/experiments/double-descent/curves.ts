/** The curve of one seed of one model at one weight decay: test loss against data, and where its peak is. */
import { groupBy } from '@/core/group'
import { peakOnLogAxis } from '@/core/metrics/peak'
import type { TrialRecord } from '@/core/results/result'
import { decayOf } from './series'

export interface Curve {
  /** Seed and model: what curves of other weight decays are compared by. */
  readonly of: string
  /** Ascending in data. */
  readonly runs: readonly TrialRecord[]
  /** The most that this model memorised in these runs, bits. */
  readonly capacityBits: number
  /** Index of the highest test loss. */
  readonly top: number
  /** Undefined where the highest test loss is at an end. */
  readonly peak: Peak | undefined
}

export interface Peak {
  /** Bits per token, and data over capacity: the vertex of a parabola through the highest point and its neighbours. */
  readonly loss: number
  readonly overCapacity: number
  /** Data over capacity of those neighbours: the true peak lies between them. */
  readonly between: readonly [number, number]
  /** How many times as many strings the upper neighbour has as the lower one. */
  readonly gap: number
  /** Lowest test loss at less data, and at more. */
  readonly before: number
  readonly after: number
}

export function lossCurves(records: readonly TrialRecord[], decay: number): Curve[] {
  const own = records.filter(({ settings }) => decayOf(settings) === decay)
  return [...groupBy(own, ({ seed, params }) => `${seed} ${params}`)].map(([of, group]) => {
    const runs = group.toSorted((a, b) => a.datasetSize - b.datasetSize)
    const losses = runs.map(({ heldoutBitsPerToken }) => heldoutBitsPerToken)
    const top = losses.indexOf(Math.max(...losses))
    const capacityBits = Math.max(...runs.map(({ memorizedBits }) => memorizedBits))
    return { of, runs, capacityBits, top, peak: peakOf(runs, top, capacityBits) }
  })
}

function peakOf(runs: readonly TrialRecord[], top: number, capacityBits: number): Peak | undefined {
  const [lower, upper] = [runs[top - 1], runs[top + 1]]
  const at = (run: TrialRecord) => run.datasetBits / capacityBits
  const points = runs.map((run) => ({ x: at(run), y: run.heldoutBitsPerToken }))
  const vertex = capacityBits > 0 ? peakOnLogAxis(points) : undefined
  if (!vertex || !lower || !upper) return undefined
  return {
    loss: vertex.y,
    overCapacity: vertex.x,
    between: [at(lower), at(upper)],
    gap: upper.datasetSize / lower.datasetSize,
    before: Math.min(...points.slice(0, top).map(({ y }) => y)),
    after: Math.min(...points.slice(top + 1).map(({ y }) => y)),
  }
}
