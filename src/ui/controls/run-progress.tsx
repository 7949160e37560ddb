/** Progress of the sweep: bar, rates, time left, and a sentence now and then for screen readers. */
import { Progress } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { countText, decimalText, durationText, plural, scaledText } from '@/core/text/number'
import { useLab } from '../lab-context'
import { preparingText } from './preparing-text'

export function RunProgress() {
  const { run } = useLab()
  const status = useStore(run, (s) => s.status)
  const progress = useStore(run, (s) => s.progress)
  const { kind } = status.kind === 'saving' ? status.ending : status
  const done = kind === 'finished' ? 1 : (progress?.workDone ?? 0)
  const moving = status.kind === 'running'
  const stats: [name: string, value: string][] = progress
    ? [
        ['Runs finished', `${progress.trialsFinished} of ${progress.trialsTotal}`],
        ['Step', stepText(progress.step, progress.steps)],
        ['Group', `${progress.population} of ${progress.populations}`],
        ['Steps/s', moving ? formatRate(progress.stepsPerSecond) : '–'],
        ['Tokens/s', moving ? scaledText(progress.tokensPerSecond, '').trim() : '–'],
        ['Time left', moving ? durationText(progress.remainingSeconds) : '–'],
      ]
    : []
  // The column's width follows from the longest text it will hold, so that nothing moves while it counts.
  const longest = progress ? stepText(progress.steps, progress.steps).length : 0
  return (
    <div className="run-progress">
      <Progress.Root size="md">
        <Progress.Section
          value={done * 100}
          aria-label="Progress of the sweep"
          aria-valuetext={`${Math.round(done * 100)} percent`}
        />
      </Progress.Root>
      <p className="run-state">{useStateText()}</p>
      {stats.length > 0 && status.kind !== 'finished' && (
        <dl className="run-stats">
          {stats.map(([name, value]) => (
            <div key={name} data-wide={name === 'Step' && longest > NARROW_TEXT}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <SpokenProgress />
    </div>
  )
}

const stepText = (step: number, steps: number): string => `${countText(step)} of ${countText(steps)}`

/** Characters that fit into one column where columns are narrowest. */
const NARROW_TEXT = 10

const formatRate = (rate: number): string => (rate >= 10 ? countText(rate) : decimalText(rate, 1))

function useStateText(): string {
  const { run, device } = useLab()
  const status = useStore(run, (s) => s.status)
  const failed = useStore(run, (s) => s.trialFailures.size)
  const compiling = useStore(run, (s) => s.compiling)
  const preparing = useStore(run, (s) => s.preparing)
  const opened = useStore(device, (s) => s.status)
  switch (status.kind) {
    case 'opening':
      // A run waits until the device has been measured.
      if (opened.kind === 'probing' && opened.compiling) return compilingText(opened.compiling)
      return 'Opening the device…'
    case 'running':
      if (compiling) return compilingText(compiling)
      return preparing ? preparingText(preparing) : 'Training. Every point climbs as its model learns.'
    case 'paused':
      return 'Paused. Nothing is lost.'
    case 'stopping':
      return 'Stopping after this step…'
    case 'saving':
      return 'Saving the finished runs…'
    case 'finished':
      return `Finished in ${durationText(status.elapsedMs / 1000)}${failed > 0 ? `, ${plural(failed, 'run')} without a result` : ''}. For more, choose a larger preset or change the settings.`
    case 'stopped':
      return 'Stopped. Finished runs are kept; Continue trains those that are missing.'
    case 'idle':
    case 'failed':
      return ''
    default:
      throw status satisfies never
  }
}

const compilingText = ({ done, of }: { readonly done: number; readonly of: number }): string =>
  `Compiling kernels for this GPU: ${done} of ${of}.`

const SPEAK_EVERY_MS = 10_000

/** For screen readers: the status when it changes, and how far the sweep is at most once in ten seconds. */
function SpokenProgress() {
  const { run } = useLab()
  const kind = useStore(run, (s) => s.status.kind)
  const [text, setText] = useState('')
  const spoken = useRef(0)
  useEffect(() => {
    const say = () => {
      const { progress, preparing, status } = run.getState()
      if (status.kind !== 'running' || Date.now() - spoken.current < SPEAK_EVERY_MS) return
      const spokenText = progress
        ? `${Math.round(progress.workDone * 100)} percent, ${progress.trialsFinished} of ${progress.trialsTotal} runs finished`
        : preparing && preparingText(preparing)
      if (!spokenText) return
      spoken.current = Date.now()
      setText(spokenText)
    }
    return run.subscribe(say)
  }, [run])
  return (
    <p className="visually-hidden" role="status">
      {kind === 'running' ? text : kind}
    </p>
  )
}
