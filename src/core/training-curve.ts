/** Memorised bits at the steps where the loss was kept. */
import type { FigurePoint } from './figure'
import type { TrialRecord } from './result'

/** Bits of the dataset less what its strings cost at that step; empty where a batch was less than the data, or nothing was kept. */
export function memorizedWhileTraining({
  batch,
  datasetSize,
  datasetBits,
  seqLen,
  traces,
}: TrialRecord): FigurePoint[] {
  const losses = traces['loss.bitsPerToken'] ?? []
  if (batch < datasetSize) return []
  return (traces['loss.step'] ?? []).map((x, i) => ({
    x,
    y: datasetBits - datasetSize * seqLen * losses[i]!,
  }))
}

/** The first kept step with at least this share of what the run had memorised at its end; undefined where no step has. */
export const stepsToShare = (record: TrialRecord, share: number): number | undefined =>
  memorizedWhileTraining(record).find(({ y }) => y >= share * record.memorizedBits)?.x

/** How far the last kept steps lie apart, 0.1 for a tenth: steps that differ by less are not told apart. 0 where fewer than two were kept. */
export function keptStepSpacing({ traces }: Pick<TrialRecord, 'traces'>): number {
  const [before, last] = (traces['loss.step'] ?? []).slice(-2)
  return before === undefined || last === undefined ? 0 : last / before - 1
}
