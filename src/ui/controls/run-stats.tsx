/** The figures of a sweep that trains: runs, steps, rates, time left. */
import { useStore } from 'zustand'
import { countText, decimalText, scaledText } from '@/core/text/number'
import { useLab } from '../lab-context'
import { leftText } from './learning-text'

export function RunStats() {
  const { run } = useLab()
  const kind = useStore(run, (s) => s.status.kind)
  const progress = useStore(run, (s) => s.progress)
  const left = useStore(run, leftText)
  if (!progress || kind === 'finished') return undefined
  const moving = kind === 'running'
  const stats: [name: string, value: string][] = [
    ['Runs finished', `${progress.trialsFinished} of ${progress.trialsTotal}`],
    ['Step', stepText(progress.step, progress.steps)],
    ['Group', `${progress.population} of ${progress.populations}`],
    ['Steps/s', moving ? formatRate(progress.stepsPerSecond) : '–'],
    ['Tokens/s', moving ? scaledText(progress.tokensPerSecond, '').trim() : '–'],
    ['Time left', (moving && left) || '–'],
  ]
  // The column's width follows from the longest text it will hold, so that nothing moves while it counts.
  const longest = stepText(progress.steps, progress.steps).length
  return (
    <dl className="run-stats">
      {stats.map(([name, value]) => (
        <div key={name} data-wide={name === 'Step' && longest > NARROW_TEXT}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const stepText = (step: number, steps: number): string => `${countText(step)} of ${countText(steps)}`

/** Characters that fit into one column where columns are narrowest. */
const NARROW_TEXT = 10

const formatRate = (rate: number): string => (rate >= 10 ? countText(rate) : decimalText(rate, 1))
