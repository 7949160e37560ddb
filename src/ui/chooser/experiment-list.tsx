/** All experiments by paper, each with its question. Arrow keys walk through them; the one that is open has the focus first. */
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Experiment } from '@/core/sweep/experiment'
import { experimentsByGroup } from '@/core/sweep/experiments'
import { isActive } from '@/state/run-status'
import { chooseExperiment, runStore } from '@/state/services'
import { EXPERIMENT_GROUP_TITLES } from '../texts'

const groups = experimentsByGroup()

interface ExperimentListProps {
  readonly current: string
  readonly onChosen: () => void
}

export function ExperimentList({ current, onChosen }: ExperimentListProps) {
  const list = useRef<HTMLDivElement>(null)
  const training = useStore(runStore, ({ sweep, status }) =>
    isActive(status) ? sweep?.experiment : undefined,
  )
  useEffect(() => {
    list.current?.querySelector<HTMLElement>('[aria-current]')?.focus()
  }, [])
  return (
    <div className="experiment-list" ref={list} onKeyDown={walk}>
      {groups.map(([group, own]) => (
        <section key={group} aria-labelledby={`group-${group}`}>
          <h2 id={`group-${group}`}>{EXPERIMENT_GROUP_TITLES[group]}</h2>
          <ul>
            {own.map((experiment) => (
              <li key={experiment.id}>
                <Entry
                  experiment={experiment}
                  current={experiment.id === current}
                  training={experiment.id === training}
                  onChosen={onChosen}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

interface EntryProps {
  readonly experiment: Experiment
  readonly current: boolean
  readonly training: boolean
  readonly onChosen: () => void
}

function Entry({ experiment: { id, title, question }, current, training, onChosen }: EntryProps) {
  const choose = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    chooseExperiment(id)
    onChosen()
  }
  return (
    <a href={`#${id}`} aria-current={current ? 'page' : undefined} onClick={choose}>
      <strong>{title}</strong>
      {training && <span className="tag">training</span>}
      <span className="experiment-question">{question}</span>
    </a>
  )
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const links = [...event.currentTarget.querySelectorAll('a')]
  const at = links.findIndex((link) => link.matches(':focus'))
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key]
  const link = to === undefined ? undefined : links[Math.max(0, Math.min(links.length - 1, to))]
  if (!link) return
  event.preventDefault()
  link.focus()
}
