/** Bits of text for each parameter, as figures and findings see them. */
import { knowledgeBits, type NetUnintendedBits, netUnintendedBits } from '@/core/metrics/unintended'
import type { FinishedRun } from '@/core/runs/run'

export type Reading = (run: FinishedRun) => number

/** Clipped string by string: a small model that codes most strings worse than the reference has still memorised those that it codes better. */
export const memorizedPerParam: Reading = ({ record }) => knowledgeBits(record).unintendedBits / record.params

/** NaN of runs from before it was measured. */
const netPart =
  (part: keyof NetUnintendedBits): Reading =>
  ({ record }) =>
    netUnintendedBits(record, record.measures.heldoutClippedBitsPerString ?? Number.NaN)[part] / record.params

/** What the same clipping leaves of as many strings that it never saw. */
export const floorPerParam = netPart('floorBits')
/** What is left without that. */
export const netPerParam = netPart('netBits')

export const referenceLoss: Reading = ({ record }) => record.measures.referenceTestBitsPerToken ?? Number.NaN
