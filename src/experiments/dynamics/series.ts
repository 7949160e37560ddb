/** What figures and findings need of runs: in which order the tokens of a string are learned. */
import { sampleRankCorrelation } from 'simple-statistics'
import { learnedAt, type RepetitionRun } from '@/core/runs/repetition'

/** A token counts as learned from the probe on from which it stays likelier than not. */
const LIKELY = 0.5

/**
 * Spearman's correlation of a token's position with the probe by which it is learned: 1 where they are learned from left to right, 0 in no order
 * of position. Undefined for a run that has not ended, has not learned its string, or whose tokens were not probed.
 */
export function positionCorrelation(run: RepetitionRun): number | undefined {
  if (run.run.state !== 'finished' || learnedAt(run) === undefined) return undefined
  const { tokenPosition: positions = [], tokens = [] } = run.run.record.traces
  const learned = positions.map((_, column) => {
    const probes = tokens.filter((_token, i) => i % positions.length === column)
    return probes.findLastIndex((probability) => probability <= LIKELY) + 1
  })
  // Tokens that are all learned by one probe have no order.
  return new Set(learned).size > 1 ? sampleRankCorrelation([...positions], learned) : undefined
}
