/**
 * Shows the frames of a training one after another, at a pace that the eye can follow: a model that is trained in 30 ms is watched for
 * half a second, and one that takes longer is shown as it goes.
 */
export interface FramePlayer {
  /** From the first frame on. @param paceMs a frame is shown for at least this long. */
  play(paceMs: number): void
  /** Frames have come. */
  wake(): void
}

export interface FramePlayerServices {
  /** Milliseconds, monotonic. */
  now(): number
  /** Calls back before the page is drawn next. */
  onNextFrame(callback: () => void): void
}

/**
 * @param available index of the latest frame that there is. @param show called with the frame that is on show from now on, and once for
 * the last one.
 */
export function createFramePlayer(
  { now, onNextFrame }: FramePlayerServices,
  available: () => number,
  show: (index: number) => void,
): FramePlayer {
  let shown = -1
  let pace = 0
  let due = 0
  let scheduled = false

  function tick(): void {
    scheduled = false
    const time = now()
    const before = shown
    while (shown < available() && due <= time) {
      shown++
      // Where frames come late, or the tab was hidden, what was missed is not made up for in one leap.
      due = Math.max(due + pace, time - pace)
    }
    if (shown !== before) show(shown)
    wake()
  }

  function wake(): void {
    if (scheduled || shown >= available()) return
    scheduled = true
    onNextFrame(tick)
  }

  return {
    play(paceMs) {
      shown = -1
      pace = paceMs
      due = now()
      wake()
    },
    wake,
  }
}
