/**
 * Which experiment is open, and the way to the others: a list of all by paper, and the one before and after for a lecture. Entries are
 * links, so they open in another tab too; on a plain click the page stays, and with it a sweep that trains.
 */
import { Button } from '@mantine/core'
import { useClickOutside } from '@mantine/hooks'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Experiment } from '@/core/sweep/experiment'
import { experimentsByGroup } from '@/core/sweep/experiments'
import { chooseExperiment, configStore } from '@/state/services'
import { NAME } from '../texts'
import { ExperimentList } from './experiment-list'

const inOrder: readonly Experiment[] = experimentsByGroup().flatMap(([, own]) => own)

export function ExperimentBar() {
  const current = useStore(configStore, (s) => s.experiment)
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const box = useClickOutside<HTMLElement>(() => setOpen(false))
  const place = inOrder.indexOf(current)
  useEffect(() => {
    document.title = `${current.title} · ${NAME}`
  }, [current])
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && open) close()
    if (event.key === 'ArrowDown' && !open && event.target === button.current) {
      event.preventDefault()
      setOpen(true)
    }
  }
  return (
    <nav className="experiment-bar" aria-label="Experiments" ref={box} onKeyDown={onKeyDown}>
      <Button
        ref={button}
        variant="default"
        className="experiment-button"
        aria-expanded={open}
        aria-controls="experiment-list"
        onClick={() => setOpen(!open)}
      >
        <span className="experiment-count">
          Experiment {place + 1} of {inOrder.length}
        </span>
        <span>
          <strong>{current.title}</strong>
          <span aria-hidden="true" className="experiment-arrow">
            {'\u00a0▾'}
          </span>
        </span>
      </Button>
      <Neighbour experiment={inOrder[place - 1]} direction="previous" />
      <Neighbour experiment={inOrder[place + 1]} direction="next" />
      {open && <ExperimentList current={current.id} onChosen={close} />}
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
    <Button
      variant="default"
      className="experiment-neighbour"
      aria-label={experiment ? `${name}: ${experiment.title}` : name}
      title={experiment?.title}
      aria-disabled={experiment === undefined}
      data-end={experiment === undefined}
      onClick={() => experiment && chooseExperiment(experiment.id)}
    >
      <span aria-hidden="true">{direction === 'previous' ? '‹' : '›'}</span>
    </Button>
  )
}
