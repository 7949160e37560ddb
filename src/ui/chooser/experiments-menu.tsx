/** The way to all experiments, from every view. Entries are links, so they open in another tab too; on a plain click the page stays, and with it a sweep that trains. */
import { useStore } from 'zustand'
import { configStore } from '@/state/services'
import { HeaderPanel } from '../shell/header-panel'
import { ExperimentList } from './experiment-list'

export function ExperimentsMenu() {
  const current = useStore(configStore, (s) => s.experiment)
  return (
    <nav aria-label="Experiments">
      <HeaderPanel
        id="experiment-list"
        name="All experiments"
        button={
          <>
            Experiments<span aria-hidden="true">{'\u00a0▾'}</span>
          </>
        }
      >
        {(close) => <ExperimentList current={current.id} onChosen={close} />}
      </HeaderPanel>
    </nav>
  )
}
