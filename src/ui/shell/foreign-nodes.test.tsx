// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import {
  createFakeLab,
  finishedTrial,
  type LabEvents,
  opened,
  progressEvent,
  SMALL_HASH,
  SMALL_TRIALS,
} from '@/state/testing/fake-services'
import { RunBar } from '../controls/run-bar'
import { RunStats } from '../controls/run-stats'
import { inLab } from '../testing/in-lab'
import { ErrorBoundary } from './error-boundary'
import { PageFailure } from './failures'
import { tolerateForeignNodes } from './foreign-nodes'

const { removeChild, insertBefore } = Node.prototype

/** Puts every text of the page into an element of its own: the text node that was there, or a copy, as translators do. */
function translatePage(by: 'wrapping' | 'copying'): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const texts: Node[] = []
  while (walker.nextNode()) texts.push(walker.currentNode)
  for (const text of texts.filter(({ parentNode }) => parentNode?.nodeName !== 'FONT')) {
    const font = document.createElement('font')
    text.parentNode?.replaceChild(font, text)
    font.append(by === 'wrapping' ? text : (text.textContent ?? ''))
  }
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  Object.assign(Node.prototype, { removeChild, insertBefore })
})

function Conditional({ shown }: { readonly shown: boolean }) {
  return (
    <p>
      {shown && 'first, '}
      {shown ? <em>then</em> : 'only'}
      {' last'}
    </p>
  )
}

const guarded = (shown: boolean) => (
  <ErrorBoundary fallback={(message) => <PageFailure message={message} />}>
    <Conditional shown={shown} />
  </ErrorBoundary>
)

it.each(['wrapping', 'copying'] as const)('keeps drawing a page whose texts were taken by %s', (by) => {
  tolerateForeignNodes()
  const { rerender, container } = render(guarded(true))
  for (const shown of [false, true, false]) {
    translatePage(by)
    rerender(guarded(shown))
    // Of a text that was copied React knows nothing any more; elements are in their places.
    if (by === 'wrapping') expect(container.textContent).toBe(shown ? 'first, then last' : 'only last')
    expect(container.querySelectorAll('em')).toHaveLength(shown ? 1 : 0)
    expect(container.textContent).toContain('last')
  }
})

it('has the page replaced by a way out where it cannot be drawn', () => {
  const { rerender } = render(guarded(true))
  translatePage('wrapping')
  rerender(guarded(false))
  expect(screen.getByRole('alert').textContent).toContain('The page could not be drawn')
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeDefined()
})

it('shows a sweep to its end under a translator, with numbers that go on', async () => {
  tolerateForeignNodes()
  const lab = createFakeLab({ hash: SMALL_HASH })
  const { container } = render(
    inLab(
      lab,
      <>
        <RunBar />
        <RunStats />
      </>,
    ),
  )
  const text = () => container.textContent
  const say = (...events: LabEvents) =>
    act(async () => {
      translatePage('copying')
      lab.worker.emit(...events)
      lab.drawFrame()
    })
  await act(async () => screen.getByRole('button', { name: 'Run' }).click())
  await say(opened)
  for (const step of [7, 123]) {
    await say(progressEvent(step, SMALL_TRIALS))
    expect(text()).toContain(`${step} of 300`)
  }
  await say(finishedTrial(SMALL_TRIALS[0]), finishedTrial(SMALL_TRIALS[1]), {
    type: 'finished',
    elapsedMs: 1,
  })
  expect(text()).toContain('Finished in')
  expect(text()).not.toContain('learning')
})
