/** Says what a process of the bench came to: see `run-report.ts`. */

export interface Problem {
  readonly problem: string
}

/** Does the process's work, writes its report, and ends it: libraries may hold it open. */
export async function reportOf(work: () => Promise<object>): Promise<void> {
  const report = await work().catch((error: unknown): Problem => ({ problem: wordsOf(error) }))
  process.stdout.write(JSON.stringify(report), () => process.exit())
}

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
