/** Whether the lesson is open, remembered in this browser, and how often somebody asked to be led to it. */
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { browserPreferences } from '@/state/browser'

const lessonStore = createStore(() => ({ open: browserPreferences.read('lesson') !== 'closed', requests: 0 }))

export function openLesson(open: boolean, goThere?: 'go there'): void {
  const before = lessonStore.getState()
  if (open !== before.open) browserPreferences.write('lesson', open ? 'open' : 'closed')
  lessonStore.setState({ open, requests: before.requests + (goThere ? 1 : 0) })
}

export const useLessonOpen = (): boolean => useStore(lessonStore, (s) => s.open)
export const useLessonRequest = (): number => useStore(lessonStore, (s) => s.requests)
