// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import {
  createFakeLab,
  finishedTrial,
  opened,
  progressEvent,
  SMALL_HASH,
  SMALL_TRIALS,
} from '@/state/testing/fake-services'
import { inLab } from '../testing/in-lab'
import { TellWhenDone } from './tell-when-done'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

/** @param answer of the browser when it is asked. */
function stubNotification(answer: NotificationPermission) {
  const shown: string[] = []
  const asked: string[] = []
  class FakeNotification {
    static permission: NotificationPermission = 'default'
    static async requestPermission() {
      asked.push('permission')
      FakeNotification.permission = answer
      return answer
    }
    constructor(_title: string, { body = '' }: { readonly body?: string } = {}) {
      if (FakeNotification.permission === 'granted') shown.push(body)
    }
  }
  vi.stubGlobal('Notification', FakeNotification)
  return { shown, asked }
}

/** Two models that train for so many steps, of a millisecond each. */
async function running(steps: number) {
  const hash = `${SMALL_HASH}&steps=${steps}`
  const lab = createFakeLab({ hash })
  lab.config.getState().openPermalink(hash)
  await lab.device.getState().probe()
  render(inLab(lab, <TellWhenDone />))
  await act(async () => {
    // A run of more than ten minutes is asked for twice.
    void lab.run.getState().start()
    void lab.run.getState().start()
    lab.worker.emit(opened, progressEvent(1, SMALL_TRIALS))
    lab.drawFrame()
  })
  const end = () =>
    act(async () => {
      const trials = lab.config.getState().sweep!.trials
      lab.worker.emit(...trials.map(finishedTrial), { type: 'finished', elapsedMs: 200_000 })
      lab.drawFrame()
    })
  return { lab, end }
}

const offer = () => screen.queryByRole('button', { name: 'Tell me when it is done' })

it('asks the browser only when it is pressed, and tells the end of a long run once', async () => {
  const { shown, asked } = stubNotification('granted')
  const { end } = await running(1_000_000)
  expect(asked).toEqual([])
  await act(async () => offer()!.click())
  expect(asked).toEqual(['permission'])
  expect(offer()).toBeNull()
  await end()
  expect(shown).toEqual([expect.stringMatching(/^Finished in 3/)])
})

it('says where the browser refuses, and is not there in a short run', async () => {
  const { shown } = stubNotification('denied')
  const { end } = await running(1_000_000)
  await act(async () => offer()!.click())
  expect(document.body.textContent).toContain('allows no notifications')
  await end()
  expect(shown).toEqual([])
  cleanup()
  await running(300)
  expect(document.querySelector('.run-hint')).toBeNull()
})

it('is not there where only service workers may notify', async () => {
  class Illegal {
    static permission = 'default'
    constructor() {
      throw new TypeError('Illegal constructor')
    }
  }
  vi.stubGlobal('Notification', Illegal)
  await running(1_000_000)
  expect(document.querySelector('.run-hint')).toBeNull()
})
