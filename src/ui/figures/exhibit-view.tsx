/** The view of an experiment that is shown by its exhibit: the hero, what was found, the other figures in pairs, every run. */
import { use, useState } from 'react'
import { useStore } from 'zustand'
import { loadExhibit } from '@/core/figures/exhibits'
import { useLab } from '../lab-context'
import { AllRuns } from './all-runs'
import { ExhibitFindings } from './exhibit-findings'
import { FigureCard } from './figure-card'
import { useExhibition } from './use-exhibition'

/** An experiment's figures start afresh. */
export function ExhibitView() {
  const { config } = useLab()
  const experiment = useStore(config, (s) => s.experiment.id)
  return <Exhibition key={experiment} experiment={experiment} />
}

function Exhibition({ experiment }: { experiment: string }) {
  use(loadExhibit(experiment))
  const store = useExhibition()
  const { ids, problem } = useStore(store, (s) => s.summary)
  const [large, setLarge] = useState<string | undefined>(undefined)
  const [hero, ...others] = ids.map((id) => (
    <FigureCard
      key={id}
      experiment={experiment}
      id={id}
      store={store}
      hero={id === ids[0]}
      large={large === id}
      onLarge={(on) => setLarge(on ? id : undefined)}
    />
  ))
  return (
    <div className="figures" data-large={large ?? 'none'}>
      {problem !== undefined && (
        <p className="panel" role="alert">
          <strong>These runs could not be drawn.</strong> They are kept, and can be downloaded below:{' '}
          {problem}
        </p>
      )}
      {hero}
      <ExhibitFindings store={store} />
      {others.length > 0 && <div className="figure-pair">{others}</div>}
      <AllRuns store={store} />
    </div>
  )
}
