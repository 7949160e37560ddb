/** Which experiment of how many is open, and the way to the one before and the one after, for a lecture. */
import { useStore } from 'zustand'
import type { Experiment } from '@/core/sweep/experiment'
import { experimentsByGroup } from '@/core/sweep/experiments'
import { chooseExperiment, configStore } from '@/state/services'
import { EXPERIMENT_GROUP_SOURCES } from '../texts'

const inOrder: readonly Experiment[] = experimentsByGroup().flatMap(([, own]) => own)

export function PlaceInRow() {
  const current = useStore(configStore, (s) => s.experiment)
  const place = inOrder.indexOf(current)
  return (
    <nav className="place-in-row" aria-label="Neighbours">
      <span>
        Experiment {place + 1} of {inOrder.length} <span className="place-title">· {current.title}</span> ·{' '}
        {EXPERIMENT_GROUP_SOURCES[current.group]}
      </span>
      <Neighbour experiment={inOrder[place - 1]} direction="previous" />
      <Neighbour experiment={inOrder[place + 1]} direction="next" />
    </nav>
  )
}

interface NeighbourProps {
  readonly experiment: Experiment | undefined
  readonly direction: 'previous' | 'next'
}

/** It keeps the focus at the ends of the row too, so that a lecturer never loses the place. */
function Neighbour({ experiment, direction }: NeighbourProps) {
  const name = direction === 'previous' ? 'Previous experiment' : 'Next experiment'
  return (
    <button
      type="button"
      className="neighbour"
      aria-label={experiment ? `${name}: ${experiment.title}` : name}
      title={experiment?.title}
      aria-disabled={experiment === undefined}
      onClick={() => experiment && chooseExperiment(experiment.id)}
    >
      <span aria-hidden="true">{direction === 'previous' ? '‹' : '›'}</span>
    </button>
  )
}
