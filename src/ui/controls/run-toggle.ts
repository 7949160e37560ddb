/** What the run button and the space key do. */
import type { LabStores } from '@/state/lab-stores'
import type { PlanSummary } from '@/state/plan-summary'

export function toggleRun({ config, run }: LabStores): void {
  const { status, pause, resume, start } = run.getState()
  switch (status.kind) {
    case 'running':
      pause()
      return
    case 'paused':
      resume()
      return
    case 'opening':
    case 'stopping':
    case 'saving':
      return
    default:
      if (config.getState().problems.length === 0) void start()
  }
}

/** The name of the button that starts, by how many of the trials are stored already. */
export function startLabel({ trials, finished }: PlanSummary): string {
  if (trials > 0 && finished === trials) return 'Show results'
  return finished > 0 ? 'Continue' : 'Run'
}
