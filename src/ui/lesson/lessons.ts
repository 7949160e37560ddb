/** Registry: the lesson of each experiment that has one, loaded when it is opened. */
import { type ComponentType, lazy, type ReactNode } from 'react'
import { byFolder } from '@/core/by-folder'

/** What an MDX file exports: its text as a component, whose elements can be replaced, and `wrapper`, in which they stand. */
export type Lesson = ComponentType<{
  readonly components: Readonly<Record<string, string | ComponentType<{ readonly children?: ReactNode }>>>
}>

const modules = import.meta.glob<{ default: Lesson }>([
  '../../experiments/*/lesson.mdx',
  '!../../experiments/_*/**',
])

const lessons: ReadonlyMap<string, Lesson> = byFolder(modules, lazy)

export const lessonOf = (experiment: string): Lesson | undefined => lessons.get(experiment)
