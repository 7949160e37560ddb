/** The curve of one seed of one model at one weight decay: test loss against data, and where its peak is. */
import { groupBy } from '@/core/group'
import { peakOnLogAxis } from '@/core/metrics/peak'
import type { TrialRecord } from '@/core/results/result'
import type { FinishedRun } from '@/core/runs/run'
import { ofDecay } from './series'

export interface LossCurve {
  /** Seed and model: what curves of other weight decays are compared by. */
  readonly of: string
  /** In ascending order of data. */
  readonly records: readonly TrialRecord[]
  /** The most that this model memorised in these runs, bits. */
  readonly capacityBits: number
  /** Index of the highest test loss. */
  readonly top: number
  /** The peak of the test loss; undefined where the highest loss is at an end. */
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

export function lossCurves(runs: readonly FinishedRun[], decay: number): LossCurve[] {
  const groups = groupBy(ofDecay(runs, decay), ({ trial }) => `${trial.seed} ${trial.params}`)
  return [...groups].map(([of, group]) => {
    const records = group.map(({ record }) => record).toSorted((a, b) => a.datasetSize - b.datasetSize)
    const losses = records.map(({ heldoutBitsPerToken }) => heldoutBitsPerToken)
    const top = losses.indexOf(Math.max(...losses))
    const capacityBits = Math.max(...records.map(({ memorizedBits }) => memorizedBits))
    return { of, records, capacityBits, top, peak: peakOf(records, top, capacityBits) }
  })
}

function peakOf(records: readonly TrialRecord[], top: number, capacityBits: number): Peak | undefined {
  const [lower, upper] = [records[top - 1], records[top + 1]]
  const at = (record: TrialRecord) => record.datasetBits / capacityBits
  const points = records.map((record) => ({ x: at(record), y: record.heldoutBitsPerToken }))
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

/** ln of the highest test loss with more data over that with the least: above 0 where it rises anywhere. Undefined for one size. */
export function riseOf({ records }: LossCurve): number | undefined {
  const [first, ...rest] = records.map(({ heldoutBitsPerToken }) => heldoutBitsPerToken)
  return rest.length === 0 ? undefined : Math.log(Math.max(...rest) / first!)
}
