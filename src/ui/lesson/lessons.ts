/** Registry: the lesson of each experiment that has one, loaded when it is opened. */
import { type ComponentType, lazy } from 'react'

/** What an MDX file exports: its text as a component, whose elements can be replaced. */
type Lesson = ComponentType<{ readonly components: Readonly<Record<string, string>> }>

const modules = import.meta.glob<{ default: Lesson }>([
  '../../experiments/*/lesson.mdx',
  '!../../experiments/_*/**',
])

const lessons: ReadonlyMap<string, Lesson> = new Map(
  Object.entries(modules).map(([path, load]) => [path.split('/').at(-2)!, lazy(load)]),
)

export const lessonOf = (experiment: string): Lesson | undefined => lessons.get(experiment)
