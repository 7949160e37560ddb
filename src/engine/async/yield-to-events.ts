/**
 * A turn of the event loop: what waits to be heard, a click above all, is heard first. A message, not a timer: timers are held back to
 * 4 ms, and to a second in a tab in the background.
 */
export function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
