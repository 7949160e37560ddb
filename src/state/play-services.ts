/** The landing page's own part of the composition root, loaded with it. It has a lab worker to itself: a sweep and the page never wait for each other. */

import { readFrames } from '@/core/play/opening'
import opening from '@/core/play/opening.json'
import { connectLab } from '@/runtime/client/connect-lab'
import { browserLocation } from './browser'
import { createPlayStore } from './play-store'
import { comeToRest, labStores } from './services'

/** Asked at each frame that comes: one query for all. */
let reducedMotion: MediaQueryList | undefined

/** Its worker keeps the models that it has trained, for those who look into them. */
export const playLab = connectLab()

export const playStore = createPlayStore({
  lab: playLab,
  location: browserLocation,
  opening: readFrames(opening),
  now: () => performance.now(),
  // In a hidden tab nothing is drawn, and nothing shown moves.
  onNextFrame: (callback) => void requestAnimationFrame(callback),
  prefersReducedMotion() {
    reducedMotion ??= matchMedia('(prefers-reduced-motion: reduce)')
    return reducedMotion.matches
  },
})

playStore.subscribe(({ status }) => status.kind === 'done' && comeToRest())

const { landing } = labStores
const open = (): void => {
  const { hash } = landing.getState()
  if (hash !== undefined) playStore.getState().open(hash)
}
landing.subscribe(open)
open()
