/** How far the sweep is: a bar, and a sentence in the words of the experiment. Before a run it says what there is to know about the button. */
import { Progress } from '@mantine/core'
import { useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { exhibitOf } from '@/core/figures/exhibits'
import { MISSING_TEXT, ownSourceOf } from '@/core/sweep/own-text'
import { durationText, plural, unbroken } from '@/core/text/number'
import { isActive } from '@/state/run-status'
import { useLab } from '../lab-context'
import { learningText, leftText } from './learning-text'
import { preparingText } from './preparing-text'
import { usePlan } from './use-plan'
import { usePreset } from './use-preset'

export function RunState() {
  const { config, run } = useLab()
  const status = useStore(run, (s) => s.status)
  const planned = useStore(config, (s) => s.sweep?.id)
  const isPlanned = useStore(run, (s) => s.sweep?.id === planned)
  const workDone = useStore(run, (s) => s.progress?.workDone ?? 0)
  const { kind } = status.kind === 'saving' ? status.ending : status
  const isShown = isActive(status) || (isPlanned && (kind === 'finished' || kind === 'stopped'))
  const done = kind === 'finished' ? 1 : workDone
  return (
    <div className="run-progress">
      {isShown ? (
        <>
          <div className="run-how-far">
            <Progress.Root size="md">
              <Progress.Section
                value={done * 100}
                aria-label="Progress of the sweep"
                aria-valuetext={`${Math.round(done * 100)} percent`}
              />
            </Progress.Root>
            <TimeLeft />
          </div>
          <StateText />
        </>
      ) : (
        <StartHint />
      )}
    </div>
  )
}

function TimeLeft() {
  const { run } = useLab()
  const text = useStore(run, (state) =>
    state.status.kind === 'running' || state.status.kind === 'paused' ? leftText(state) : undefined,
  )
  return text !== undefined && <span className="run-left">{text} left</span>
}

/** Grows with the longest sentence and does not shrink before the end: what stands below it stays where it is. */
function StateText() {
  const text = useStateText()
  const active = useStore(useLab().run, (s) => isActive(s.status))
  const place = useRef<HTMLParagraphElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(() => {
    if (place.current) place.current.style.minHeight = active ? `${place.current.offsetHeight}px` : ''
  }, [text, active])
  return (
    <p className="run-state" ref={place}>
      {unbroken(text)}
    </p>
  )
}

function useStateText(): string {
  const { run, device } = useLab()
  const status = useStore(run, (s) => s.status)
  const failed = useStore(run, (s) => s.trialFailures.size)
  const compiling = useStore(run, (s) => s.compiling)
  const preparing = useStore(run, (s) => s.preparing)
  const learning = useStore(run, (state) => learningText(state, exhibitOf(state.sweep?.experiment ?? '')))
  const opened = useStore(device, (s) => s.status)
  const isKept = usePlan().finished > 0
  switch (status.kind) {
    case 'opening':
      // A run waits until the device has been measured.
      if (opened.kind === 'probing' && opened.compiling) return compilingText(opened.compiling)
      return 'Opening the device…'
    case 'running':
      if (compiling) return compilingText(compiling)
      return preparing ? preparingText(preparing) : learning
    case 'paused':
      return 'Paused. Nothing is lost.'
    case 'stopping':
      return 'Stopping after this step…'
    case 'saving':
      return 'Saving the finished runs…'
    case 'finished':
      return `Finished in ${durationText(status.elapsedMs / 1000)}${failed > 0 ? `, ${plural(failed, 'run')} without a result` : ''}.`
    case 'stopped':
      return isKept
        ? 'Stopped. Finished runs are kept; Continue trains the rest.'
        : 'Stopped. No run had finished.'
    case 'idle':
    case 'failed':
      return ''
    default:
      throw status satisfies never
  }
}

const compilingText = ({ done, of }: { readonly done: number; readonly of: number }): string =>
  `Compiling kernels for this GPU: ${done} of ${of}.`

/** What a press of the button will do; of a preset as it is, what it trains. */
function StartHint() {
  const { config, ownText } = useLab()
  const plan = usePlan()
  const hash = useStore(config, (s) => ownSourceOf(s.values)?.hash)
  const isTextMissing = useStore(ownText, (s) => hash !== undefined && s.missing === hash)
  const problems = useStore(config, (s) => s.problems.length)
  const { preset, change } = usePreset()
  if (problems > 0) {
    return <p className="run-hint">{`Correct ${plural(problems, 'setting')} first: see Settings.`}</p>
  }
  if (plan.refusal) return <p className="run-hint alarm">{plan.refusal}</p>
  const runs = plural(plan.trials, 'run')
  if (plan.finished === plan.trials) {
    return <p className="run-hint">{`All ${runs} are stored in this browser already.`}</p>
  }
  if (isTextMissing) return <p className="run-hint alarm">{MISSING_TEXT}</p>
  if (plan.finished > 0) {
    return (
      <p className="run-hint">
        {`${plan.finished} of ${runs} are stored in this browser already: Continue trains the rest.`}
      </p>
    )
  }
  return (
    <p className="run-hint">{`${change === 'settings' || !preset ? `${runs} by these settings` : preset.note}.`}</p>
  )
}
