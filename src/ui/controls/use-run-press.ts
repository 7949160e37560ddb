/** What a press of the run button does, and what the button says while nothing runs. */
import { useCallback } from 'react'
import { useStore } from 'zustand'
import { ownSourceOf } from '@/core/sweep/own-text'
import { useLab } from '../lab-context'
import { startLabel, startOf, toggleRun } from './run-toggle'
import { usePlan } from './use-plan'
import { agreeText, useQuestion } from './use-question'

interface RunPress {
  readonly press: () => void
  /** What the button says while nothing runs. */
  readonly label: string
  readonly isMeasuring: boolean
}

/** @param isOff whether a press is to do nothing. */
export function useRunPress(isOff: boolean): RunPress {
  const lab = useLab()
  const shown = useStore(lab.results, (s) => s.shown)
  const isOwnText = useStore(lab.config, (s) => ownSourceOf(s.values) !== undefined)
  const start = startOf(usePlan(), shown)
  const asked = useQuestion()
  const isMeasuring = !isOff && asked === 'measuring'
  const press = useCallback(() => {
    if (!isOff && !isMeasuring) toggleRun(lab, start)
  }, [lab, start, isOff, isMeasuring])
  return { press, isMeasuring, label: agreeText(isOff ? undefined : asked) ?? startLabel(start, isOwnText) }
}
