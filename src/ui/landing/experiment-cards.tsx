/** All experiments below the fold: each with a small drawing of its recorded result, its question, and its time on this machine. */
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Experiment } from '@/core/sweep/experiment'
import { experimentsByGroup } from '@/core/sweep/experiments'
import { roughDurationText } from '@/core/text/number'
import { deviceReport } from '@/state/device-store'
import { chooseExperiment } from '@/state/services'
import { presetSeconds } from '../controls/use-preset-times'
import { useLab } from '../lab-context'
import { drawingOf } from './drawings'

const inOrder = experimentsByGroup().flatMap(([, own]) => own)

export function ExperimentCards() {
  const { device } = useLab()
  useEffect(() => {
    void device.getState().probeOnce()
  }, [device])
  return (
    <ul className="experiment-cards">
      {inOrder.map((experiment) => (
        <li key={experiment.id}>
          <Card experiment={experiment} />
        </li>
      ))}
    </ul>
  )
}

function Card({ experiment }: { experiment: Experiment }) {
  const { device } = useLab()
  const report = useStore(device, deviceReport)
  const { id, title, question, presets } = experiment
  const [preset] = presets
  return (
    <a
      className="experiment-card"
      href={`#${id}`}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        chooseExperiment(id)
      }}
    >
      <span
        className="experiment-drawing"
        aria-hidden="true"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: a file of the project, drawn by its own charts
        dangerouslySetInnerHTML={{ __html: drawingOf(id) }}
      />
      <strong>{title}</strong>
      <span>{question}</span>
      <span className="experiment-time">
        {report
          ? `${preset.label}: ${roughDurationText(presetSeconds(experiment, preset, report))} here`
          : '\u00a0'}
      </span>
    </a>
  )
}
