/** The steps of the training: moved by hand, or played. */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { countText } from '@/core/text/number'
import type { MicroscopeStore, OpenedModel } from '@/state/microscope-store'
import { StepSlider } from '../controls/step-slider'

/** From one kept step to the next at full speed. */
const FRAME_MS = 160
const SPEEDS = [1, 0.25] as const
const CURVE_HEIGHT = 24

export function Scrubber({ store, model }: { store: MicroscopeStore; model: OpenedModel }) {
  const { steps } = model
  const step = useStore(store, (s) => s.step)
  const at = steps.indexOf(step)
  const [speed, setSpeed] = useState<number | undefined>(undefined)
  const isOver = at === steps.length - 1
  useEffect(() => store.getState().setPlaying(speed !== undefined), [speed, store])
  useEffect(() => {
    if (speed === undefined) return
    if (isOver) return setSpeed(undefined)
    const timer = setTimeout(() => store.getState().see({ step: steps[at + 1]! }), FRAME_MS / speed)
    return () => clearTimeout(timer)
  }, [speed, isOver, at, steps, store])
  const play = (faster: number) => {
    if (isOver) store.getState().see({ step: steps[0]! })
    setSpeed(faster)
  }
  if (steps.length < 2)
    return <p className="microscope-note">Only the end of its training was kept: it is too large for more.</p>
  return (
    <div className="scrubber">
      {SPEEDS.map((own) => {
        const isOn = speed === own
        const name = own === 1 ? 'Play its training' : 'Play its training slowly'
        return (
          <Button
            key={own}
            className="play-button"
            variant={own < 1 ? 'default' : 'filled'}
            aria-label={isOn ? 'Pause' : name}
            onClick={() => (isOn ? setSpeed(undefined) : play(own))}
          >
            {isOn ? '❚❚' : own === 1 ? '▶' : '×¼'}
          </Button>
        )
      })}
      <span className="scrubber-step">step {countText(step)}</span>
      <div className="scrubber-track">
        <Course store={store} steps={steps} at={at} />
        <StepSlider
          name="Step of its training"
          values={steps}
          value={step}
          text={(own) => `step ${countText(own)} of ${countText(steps.at(-1)!)}`}
          onChange={(to) => {
            setSpeed(undefined)
            store.getState().see({ step: to })
          }}
        />
      </div>
    </div>
  )
}

/** Bits known of the string along the training, over the kept steps. */
function Course({ store, steps, at }: { store: MicroscopeStore; steps: readonly number[]; at: number }) {
  const course = useStore(store, (s) => s.course)
  if (!course || course.steps.length < 2) return null
  const most = Math.max(1, ...course.bits)
  const y = (own: number) => CURVE_HEIGHT - (CURVE_HEIGHT - 2) * Math.max(0, own / most) - 1
  const points = course.steps.map((step, i) => `${steps.indexOf(step)},${y(course.bits[i]!).toFixed(2)}`)
  const [first, last] = [steps.indexOf(course.steps[0]!), steps.length - 1]
  return (
    <svg
      className="course"
      viewBox={`0 0 ${last} ${CURVE_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polygon points={`${first},${CURVE_HEIGHT} ${points.join(' ')} ${last},${CURVE_HEIGHT}`} />
      <line x1={at} x2={at} y1={0} y2={CURVE_HEIGHT} />
    </svg>
  )
}
