/** Bits of text for each parameter, as figures and findings see them. */
import { knowledgeBits, type NetUnintendedBits, netUnintendedBits } from '@/core/metrics/unintended'
import type { FinishedRun } from '@/core/runs/run'

export type Reading = (run: FinishedRun) => number

/** Clipped string by string: a small model that codes most strings worse than the reference has still memorised those that it codes better. */
export const memorizedPerParam: Reading = ({ record }) => knowledgeBits(record).unintendedBits / record.params

/** NaN for runs from before it was measured. */
const netPart =
  (part: keyof NetUnintendedBits): Reading =>
  ({ record }) =>
    netUnintendedBits(record, record.measures.heldoutClippedBitsPerString ?? Number.NaN)[part] / record.params

/** The same clipped sum over as many strings that the model never saw: what clipping alone yields. */
export const floorPerParam = netPart('floorBits')
/** Memorised bits less that yield of clipping. */
export const netPerParam = netPart('netBits')

export const referenceLoss: Reading = ({ record }) => record.measures.referenceTestBitsPerToken ?? Number.NaN
