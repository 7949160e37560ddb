// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { ResultsState } from '@/state/results-store'
import { isActive } from '@/state/run-status'
import { createFakeLab, REPORT, recordOf, SMALL_TRIALS, sweepOf } from '@/state/testing/fake-services'
import { EVERY_STATUS, inLab } from '../testing/in-lab'
import { Notices } from './notices'

afterEach(cleanup)

const titles = () => screen.queryAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent)

describe('notices', () => {
  it.each(EVERY_STATUS)('offer to continue a sweep only where that does something: $kind', async (status) => {
    const lab = createFakeLab()
    await lab.run.getState().offerInterrupted([sweepOf()])
    render(inLab(lab, <Notices />))
    act(() => lab.run.setState({ status }))
    const offer = screen.queryByRole('button', { name: 'Continue the sweep' })
    expect(offer === null).toBe(isActive(status))
    if (!offer) return
    await act(async () => offer.click())
    expect(lab.worker.requests).toHaveLength(1)
    expect(screen.queryByText('A sweep was interrupted')).toBeNull()
  })

  it.each(EVERY_STATUS)('say why a sweep ended early, and only then: $kind', (status) => {
    const lab = createFakeLab()
    lab.run.setState({ status })
    render(inLab(lab, <Notices />))
    expect(titles()).toEqual(status.kind === 'failed' ? ['The sweep ended early'] : [])
  })

  it.each([
    ['ready', undefined],
    ['full', 'This browser’s storage is full'],
    ['silent', 'Results are not kept'],
    ['memory-only', 'Results are not kept'],
  ] satisfies [ResultsState['storage'], string | undefined][])(
    'say what becomes of results where storage is %s, and offer them as a file',
    (storage, title) => {
      const lab = createFakeLab()
      render(inLab(lab, <Notices />))
      act(() => lab.results.setState({ storage }))
      expect(titles()).toEqual(title ? [title] : [])
      expect(screen.queryByRole('button', { name: 'Download all runs' })).toBeNull()
      act(() =>
        lab.results.setState({ records: new Map([[SMALL_TRIALS[0].key, recordOf(SMALL_TRIALS[0])]]) }),
      )
      expect(screen.queryByRole('button', { name: 'Download all runs' }) !== null).toBe(title !== undefined)
    },
  )

  it('leave to the badge which backend trains, and say only that none works', () => {
    const lab = createFakeLab()
    render(inLab(lab, <Notices />))
    act(() => lab.device.setState({ status: { kind: 'ready', report: REPORT } }))
    expect(titles()).toEqual([])
    act(() => lab.device.setState({ status: { kind: 'failed', message: 'no adapter' } }))
    expect(titles()).toEqual(['No backend works here'])
  })
})
