/** What tabs send, read with distrust. A record has a schema of its own (`core/results/read-record.ts`). */
import * as z from 'zod/mini'

const id = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/))

/** Loose: a client that comes back adds `pid` and `offset`, and one that does not get in for them never comes back. */
export const entrySchema = z.looseObject({
  role: z.enum(['join', 'front']),
  token: z.string().check(z.maxLength(64)),
  tab: id,
  build: z.string().check(z.maxLength(32)),
})

export const speedSchema = z.object({
  rate: z.number().check(z.positive()),
  lanes: z.number().check(z.minimum(1), z.maximum(1024)),
})

export const keySchema = z.string().check(z.maxLength(256))
