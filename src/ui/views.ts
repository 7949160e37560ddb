/** Registry: the special view of each experiment that has one, loaded when it is shown. */
import { type ComponentType, lazy } from 'react'
import { byFolder } from '@/core/by-folder'

const modules = import.meta.glob<{ default: ComponentType }>([
  '../experiments/*/view.tsx',
  '!../experiments/_*/**',
])

const views: ReadonlyMap<string, ComponentType> = byFolder(modules, lazy)

/** For an experiment without a view of its own: the figures of its exhibit. */
const ExhibitView = lazy(() =>
  import('./figures/exhibit-view').then(({ ExhibitView: view }) => ({ default: view })),
)

export const viewOf = (experiment: string): ComponentType => views.get(experiment) ?? ExhibitView
