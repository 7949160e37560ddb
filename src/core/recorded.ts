/** Recorded results: a frozen run with its provenance, shown before the visitor's first own run. */
import { z } from 'zod'
import { trialRecordSchema } from './result'

export const recordedResultsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  experiment: z.string(),
  title: z.string(),
  provenance: z.strictObject({
    backend: z.string(),
    device: z.string(),
    versions: z.record(z.string(), z.string()),
    seeds: z.array(z.number()),
    /** Wall time of all populations, seconds. */
    seconds: z.number(),
    date: z.string(),
    /** The command that made them. */
    command: z.string(),
  }),
  records: z.array(trialRecordSchema),
})

export type RecordedResults = z.infer<typeof recordedResultsSchema>
export type RecordedProvenance = RecordedResults['provenance']
