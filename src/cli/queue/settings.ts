/** Times and limits of the queue, as they were tried with servers and workers that were killed (docs/decisions/36-queue-by-bullmq.md). */
export interface QueueSettings {
  /** A job whose worker has not renewed its lease for this long belongs to nobody, ms. It is renewed at half of that. */
  readonly leaseMs: number
  /** How often workers look for such jobs, ms: one is taken up again after a lease and one to two of these. */
  readonly stalledCheckMs: number
  /** A job whose workers have died this many times is no longer tried: it may be what kills them. */
  readonly mostStalls: number
  /** How often a job is tried whose worker says why it failed. */
  readonly attempts: number
  /** Wait before the second try, ms; twice as long before the third. Up to half of it is chance, so that boxes do not come all at once. */
  readonly backOffMs: number
  /** How often the collector looks for what is missing, ms. */
  readonly lookMs: number
  /** How often an idle worker asks for a job, ms. */
  readonly askMs: number
  /** Records are written to the disk in groups of this time, ms, because each write there takes some. */
  readonly groupMs: number
  /** A trial whose records were refused this many times has no result. */
  readonly mostRefusals: number
}

const SETTINGS: QueueSettings = {
  leaseMs: 30_000,
  stalledCheckMs: 15_000,
  mostStalls: 2,
  attempts: 3,
  backOffMs: 5000,
  lookMs: 5000,
  askMs: 1000,
  groupMs: 20,
  mostRefusals: 3,
}

const haste = 'PLATEAU_QUEUE_HASTE'

/** @param environment tests divide all times by what its `PLATEAU_QUEUE_HASTE` says. All machines of one queue must have the same. */
export function queueSettings(environment: NodeJS.ProcessEnv = process.env): QueueSettings {
  const by = Number(environment[haste] ?? 1)
  const { leaseMs, stalledCheckMs, backOffMs, lookMs, askMs } = SETTINGS
  return {
    ...SETTINGS,
    leaseMs: leaseMs / by,
    stalledCheckMs: stalledCheckMs / by,
    backOffMs: backOffMs / by,
    lookMs: lookMs / by,
    askMs: askMs / by,
  }
}
