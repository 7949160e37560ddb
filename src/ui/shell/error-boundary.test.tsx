// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { lazy, Suspense } from 'react'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createFakeLab, opened, SMALL_HASH } from '@/state/testing/fake-services'
import { inLab } from '../testing/in-lab'
import { ErrorBoundary } from './error-boundary'
import { noticeWhatIsNotLoaded } from './not-loaded'

beforeAll(noticeWhatIsNotLoaded)
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

/** A part whose file fails to load, of which Vite's own code tells before it passes the error on. */
async function showPart(lab = createFakeLab()) {
  const error = new TypeError(
    'Failed to fetch dynamically imported module: http://localhost/assets/part-A.js',
  )
  const Part = lazy(() => {
    dispatchEvent(Object.assign(new Event('vite:preloadError', { cancelable: true }), { payload: error }))
    return Promise.reject(error)
  })
  await act(async () => {
    render(
      inLab(
        lab,
        <ErrorBoundary>
          <Suspense>
            <Part />
          </Suspense>
        </ErrorBoundary>,
      ),
    )
  })
}

it('offers a reload where a part could not be loaded, without its address', async () => {
  await showPart()
  const { textContent } = screen.getByRole('alert')
  expect(textContent).toContain('the page has been updated, or the network failed')
  expect(textContent).toContain('Results are stored')
  expect(textContent).not.toContain('part-A.js')
  expect(screen.getByRole('button').textContent).toBe('Reload the page')
})

it('names the network where there is none', async () => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  await showPart()
  expect(screen.getByRole('alert').textContent).toContain('there is no network')
})

it('says what a reload does to a sweep that trains', async () => {
  const lab = createFakeLab({ hash: SMALL_HASH })
  lab.config.getState().openPermalink(SMALL_HASH)
  void lab.run.getState().start()
  await act(async () => lab.worker.emit(opened))
  await showPart(lab)
  expect(screen.getByRole('alert').textContent).toContain(
    'The sweep goes on training. Reloading interrupts it',
  )
})

it('offers to draw again what failed for any other reason', () => {
  let fails = true
  const Part = () => {
    if (fails) throw new Error('a bug')
    return <p>drawn</p>
  }
  render(
    inLab(
      createFakeLab(),
      <ErrorBoundary>
        <Part />
      </ErrorBoundary>,
    ),
  )
  expect(screen.getByRole('alert').textContent).toContain('a bug')
  fails = false
  fireEvent.click(screen.getByRole('button', { name: 'Draw it again' }))
  expect(screen.getByText('drawn')).toBeDefined()
})
