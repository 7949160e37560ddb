import { describe, expect, it } from 'vitest'
import { createScreenWake } from './wake-lock'

function fakeScreen(refuses = false) {
  const log: string[] = []
  let visible: () => void = () => undefined
  const setAwake = createScreenWake({
    request: async () => {
      log.push('request')
      if (refuses) throw new Error('battery is low')
      return {
        release: async () => {
          log.push('release')
        },
      }
    },
    onVisible: (callback) => {
      visible = callback
    },
  })
  return { log, setAwake, becomeVisible: () => visible() }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('the screen', () => {
  it('stays awake from the first request to the release, once each', async () => {
    const { log, setAwake } = fakeScreen()
    for (const awake of [false, true, true, false, false]) setAwake(awake)
    await settled()
    expect(log).toEqual(['request', 'release'])
  })

  it('is kept awake again when the page comes back, but only during a run', async () => {
    const { log, setAwake, becomeVisible } = fakeScreen()
    becomeVisible()
    setAwake(true)
    becomeVisible()
    setAwake(false)
    becomeVisible()
    await settled()
    expect(log).toEqual(['request', 'request', 'release'])
  })

  it('may refuse, or know nothing of it', async () => {
    const refusing = fakeScreen(true)
    refusing.setAwake(true)
    refusing.setAwake(false)
    await settled()
    expect(refusing.log).toEqual(['request'])
    const setAwake = createScreenWake({ request: undefined, onVisible: () => undefined })
    expect(() => setAwake(true)).not.toThrow()
  })
})
