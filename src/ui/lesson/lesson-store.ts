/** Whether the whole lesson is open, remembered in this browser. */
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { browserPreferences } from '@/state/browser'

const lessonStore = createStore(() => ({ open: browserPreferences.read('lesson') === 'open' }))

export function openLesson(open: boolean): void {
  if (open === lessonStore.getState().open) return
  browserPreferences.write('lesson', open ? 'open' : 'closed')
  lessonStore.setState({ open })
}

export const useLessonOpen = (): boolean => useStore(lessonStore, (s) => s.open)
