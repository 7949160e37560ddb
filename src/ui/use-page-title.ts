/** The tab's title: the experiment's, or how far the run is. */
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useLab } from './lab-context'
import { NAME } from './texts'

export function usePageTitle(): void {
  const { config, run } = useLab()
  const title = useStore(config, (s) => s.experiment.title)
  const percent = useStore(run, ({ status, progress }) =>
    progress && (status.kind === 'running' || status.kind === 'paused')
      ? Math.floor(100 * progress.workDone)
      : undefined,
  )
  useEffect(() => {
    document.title = percent === undefined ? `${title} · ${NAME}` : `${percent} % · ${NAME}`
  }, [title, percent])
}
