/** What the run button and the space key do. */
import type { PlanSummary } from '@/state/plan-summary'
import { configStore, runStore } from '@/state/services'

export function toggleRun(): void {
  const run = runStore.getState()
  switch (run.status.kind) {
    case 'running':
      run.pause()
      return
    case 'paused':
      run.resume()
      return
    case 'opening':
    case 'stopping':
    case 'saving':
      return
    default:
      if (configStore.getState().problems.length === 0) void run.start()
  }
}

/** Of the button that starts, by what is stored already. */
export function startLabel({ trials, finished }: PlanSummary): string {
  if (trials > 0 && finished === trials) return 'Show results'
  return finished > 0 ? 'Continue' : 'Run'
}
