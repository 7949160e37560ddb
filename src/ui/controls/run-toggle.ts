/** What the run button does, and what it is called. */
import type { LabStores } from '@/state/lab-stores'
import type { PlanSummary } from '@/state/plan-summary'
import type { ShownResults } from '@/state/results-store'

type Start = 'run' | 'continue' | 'show' | 'again'

/** By how many of the trials are stored already, and whether these are what is on show. */
export function startOf(
  { trials, finished }: Pick<PlanSummary, 'trials' | 'finished'>,
  shown: ShownResults,
): Start {
  if (trials > 0 && finished === trials) return shown.kind === 'sweep' ? 'again' : 'show'
  return finished > 0 ? 'continue' : 'run'
}

const START_LABELS: Readonly<Record<Exclude<Start, 'again'>, string>> = {
  run: 'Run',
  continue: 'Continue',
  show: 'Show results',
}

/** @param isOwnText whether the strings are those of a text: no others can be drawn, but others are held back. */
export function startLabel(start: Start, isOwnText: boolean): string {
  if (start !== 'again') return START_LABELS[start]
  return isOwnText ? 'Run again, others held back' : 'Run again with new strings'
}

/** @param start what the button says. */
export function toggleRun({ config, run }: LabStores, start: Start): void {
  const { status, pause, resume } = run.getState()
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
      if (config.getState().problems.length > 0) return
      void run.getState().start(start === 'again')
  }
}
