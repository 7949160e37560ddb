/** What a start of the sweep that is set has been answered with: it may take more than ten minutes. */
import { useStore } from 'zustand'
import { roughDurationText } from '@/core/text/number'
import type { Question } from '@/state/ask-first'
import { isActive } from '@/state/run-status'
import { useLab } from '../lab-context'

/** How long (s) the sweep takes that waits for an answer; undefined where none waits. */
export function useQuestion(): Question['seconds'] | undefined {
  const { config, run } = useLab()
  const sweep = useStore(config, (s) => s.sweep?.id)
  return useStore(run, ({ question, status }) =>
    question?.sweep === sweep && !isActive(status) ? question?.seconds : undefined,
  )
}

/** On a button whose next press agrees; undefined where there is nothing to agree to. */
export const agreeText = (seconds: Question['seconds'] | undefined): string | undefined =>
  typeof seconds === 'number' ? `About ${roughDurationText(seconds)} here: start` : undefined
