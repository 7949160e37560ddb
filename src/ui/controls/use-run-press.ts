/** What a press of the run button does: a run of more than ten minutes starts at the second press, after the first has said how long it takes. */
import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { roughDurationText } from '@/core/text/number'
import { deviceReport } from '@/state/device-store'
import { summarizePlan } from '@/state/plan-summary'
import { isActive } from '@/state/run-status'
import { useLab } from '../lab-context'
import { START_LABELS, startOf, toggleRun } from './run-toggle'
import { usePlan } from './use-plan'

const LONG_SECONDS = 600

/** Work (FLOP) that a slow processor takes ten minutes for. With more than that, a press waits until this device was measured. */
const LONG_FLOP = 1e9 * LONG_SECONDS

/** A press that has not started its sweep: it waits for the measurement, or for a second press that agrees to so many seconds. */
interface Pressed {
  readonly sweep: string | undefined
  readonly agreedTo: number | 'measuring'
}

interface RunPress {
  readonly press: () => void
  /** What the button says while nothing runs. */
  readonly label: string
  readonly isMeasuring: boolean
}

/** @param isOff whether a press is to do nothing. */
export function useRunPress(isOff: boolean): RunPress {
  const lab = useLab()
  const active = useStore(lab.run, (s) => isActive(s.status))
  const shown = useStore(lab.results, (s) => s.shown)
  const sweep = useStore(lab.config, (s) => s.sweep?.id)
  const isProbing = useStore(lab.device, (s) => s.status.kind === 'probing')
  const plan = usePlan()
  const start = startOf(plan, shown)
  const [pressed, setPressed] = useState<Pressed>()
  const waits = !active && !isOff && pressed?.sweep === sweep ? pressed?.agreedTo : undefined

  const begin = useCallback(() => {
    // New strings train everything anew.
    const finished = start === 'again' ? new Map<string, never>() : lab.results.getState().records
    const { flop, seconds } = summarizePlan(
      lab.config.getState(),
      finished,
      deviceReport(lab.device.getState()),
    )
    if (seconds === undefined && isProbing && flop > LONG_FLOP) setPressed({ sweep, agreedTo: 'measuring' })
    else if (seconds !== undefined && seconds > LONG_SECONDS) setPressed({ sweep, agreedTo: seconds })
    else {
      setPressed(undefined)
      toggleRun(lab, start)
    }
  }, [lab, start, sweep, isProbing])

  useEffect(() => {
    if (waits === 'measuring' && !isProbing) begin()
  }, [waits, isProbing, begin])

  const press = useCallback(() => {
    if (isOff || waits === 'measuring') return
    if (!active && waits === undefined) begin()
    else {
      setPressed(undefined)
      toggleRun(lab, start)
    }
  }, [lab, start, active, isOff, waits, begin])

  return {
    press,
    label: typeof waits === 'number' ? `About ${roughDurationText(waits)} here: start` : START_LABELS[start],
    isMeasuring: waits === 'measuring',
  }
}
