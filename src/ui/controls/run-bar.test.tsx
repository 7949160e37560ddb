// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { durationText, percentText, roughDurationText, unbroken } from '@/core/text/number'
import type { RunStatus } from '@/state/run-status'
import {
  createFakeLab,
  finishedTrial,
  type LabEvents,
  opened,
  progressEvent,
  SMALL_HASH,
  SMALL_TRIALS,
  sweepOf,
} from '@/state/testing/fake-services'
import { EVERY_STATUS, inLab } from '../testing/in-lab'
import { RunBar } from './run-bar'

afterEach(cleanup)

interface Shown {
  /** Name of the button, in brackets where it can do nothing. */
  readonly button: string
  readonly stop: string | undefined
  readonly text: string | undefined
  readonly presetsOpen: boolean
}

const waiting = { presetsOpen: false }
const ended = { stop: undefined, presetsOpen: true }

const EXPECTED: { readonly [K in RunStatus['kind']]: Shown } = {
  idle: { button: 'Run', text: undefined, ...ended },
  opening: { button: '[Run]', stop: 'Stop', text: 'Opening the device…', ...waiting },
  running: {
    button: 'Pause',
    stop: 'Stop',
    text: 'The first model starts…',
    ...waiting,
  },
  paused: { button: 'Resume', stop: 'Stop', text: 'Paused. Nothing is lost.', ...waiting },
  stopping: { button: '[Run]', stop: '[Stopping…]', text: 'Stopping after this step…', ...waiting },
  saving: { button: '[Run]', stop: '[Stop]', text: 'Saving the finished runs…', ...waiting },
  finished: {
    button: 'Run',
    text: `Finished in ${durationText(65)}.`,
    ...ended,
  },
  stopped: {
    button: 'Run',
    text: 'Stopped. No run had finished.',
    ...ended,
  },
  failed: { button: 'Run', text: undefined, ...ended },
}

const isOff = (button: HTMLElement): boolean =>
  button.hasAttribute('disabled') || button.getAttribute('aria-disabled') === 'true'

const nameOf = (button: HTMLElement): string =>
  isOff(button) ? `[${button.textContent}]` : String(button.textContent)

describe('run bar', () => {
  it.each(EVERY_STATUS)('shows what can be done while $kind', (status) => {
    const lab = createFakeLab({ hash: SMALL_HASH })
    lab.config.getState().openPermalink(SMALL_HASH)
    lab.run.setState({ status, sweep: sweepOf() })
    render(inLab(lab, <RunBar />))
    const { button, stop, text, presetsOpen } = EXPECTED[status.kind]
    const [first, second] = within(screen.getByRole('region', { name: 'Run' })).getAllByRole('button')
    expect(nameOf(first!)).toBe(button)
    expect(second?.textContent?.startsWith('Stop') ? nameOf(second) : undefined).toBe(stop)
    expect(document.querySelector('.run-state')?.textContent).toBe(text)
    expect(screen.getByRole('radio', { name: 'Tiny' }).matches(':disabled')).toBe(!presetsOpen)
  })

  it('says what a preset trains while it is as it was, and no more than the settings once it is changed', () => {
    const lab = createFakeLab()
    lab.config.getState().choosePreset('tiny')
    render(inLab(lab, <RunBar />))
    const hint = () => document.querySelector('.run-progress')?.textContent
    expect(hint()).toBe('One model of 1,216 parameters, seven dataset sizes, four seeds.')
    act(() => lab.config.getState().setField('datasetSizes', [8, 16]))
    expect(hint()).toBe('8 runs by these settings.')
    const reset = screen.getByRole('button', { name: 'Reset to Tiny' })
    reset.focus()
    act(() => reset.click())
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Run' }))
    const note = hint()
    act(() => lab.config.getState().setField('seeds', [4, 5, 6, 7]))
    expect(hint(), 'other strings are no change of the preset').toBe(note)
    act(() => screen.getByRole('button', { name: 'Back to those of Tiny' }).click())
    expect(lab.config.getState().values.seeds).toEqual([0, 1, 2, 3])
    act(() => lab.config.getState().setField('seeds', [4]))
    expect(screen.getByRole('button', { name: 'Reset to Tiny' })).toBeTruthy()
  })

  it('keeps the focus from the first press to the end of a sweep', async () => {
    const lab = createFakeLab({ hash: SMALL_HASH })
    lab.config.getState().openPermalink(SMALL_HASH)
    render(inLab(lab, <RunBar />))
    const button = screen.getByRole('button', { name: 'Run' })
    const say = (...events: LabEvents) =>
      act(async () => {
        lab.worker.emit(...events)
        lab.drawFrame()
      })
    button.focus()
    await act(async () => button.click())
    expect(lab.run.getState().status.kind).toBe('opening')
    expect(button.matches(':disabled')).toBe(false)
    await act(async () => button.click())
    expect(lab.worker.requests, 'a second press changes nothing').toHaveLength(1)
    await say(opened, progressEvent(1, SMALL_TRIALS))
    expect(document.activeElement).toBe(button)
    expect(button.textContent).toBe('Pause')
    await say(finishedTrial(SMALL_TRIALS[0]), finishedTrial(SMALL_TRIALS[1]), {
      type: 'finished',
      elapsedMs: 1,
    })
    expect(document.activeElement).toBe(button)
    expect(button.textContent).toBe('Run again with new strings')
    await act(async () => button.click())
    expect(lab.config.getState().values.seeds).toEqual([1])
    expect(lab.worker.requests[1]?.trials.map(({ seed }) => seed)).toEqual([1, 1])
    expect(document.activeElement).toBe(button)
  })

  it('tells how a sweep ended only where it is what is set, and until its runs are deleted', async () => {
    const lab = createFakeLab({ hash: SMALL_HASH })
    lab.config.getState().openPermalink(SMALL_HASH)
    render(inLab(lab, <RunBar />))
    await act(async () => screen.getByRole('button', { name: 'Run' }).click())
    await act(async () => {
      lab.worker.emit(opened, finishedTrial(SMALL_TRIALS[0]), { type: 'stopped' })
      lab.drawFrame()
    })
    const told = () => document.querySelector('.run-state')?.textContent
    const stopped = 'Stopped. Finished runs are kept; Continue trains the rest.'
    expect(told()).toBe(stopped)
    expect(screen.getByRole('button', { name: 'Continue' })).toBeTruthy()
    act(() => lab.config.getState().choosePreset('quick'))
    expect(told(), 'another preset has not run').toBeUndefined()
    expect(screen.queryByRole('progressbar')).toBeNull()
    act(() => lab.config.getState().openPermalink(SMALL_HASH))
    expect(told()).toBe(stopped)
    await act(async () => void (await lab.results.getState().clear()))
    expect(told(), 'deleted').toBeUndefined()
  })

  it('says that a sweep of another experiment has finished only to whoever was elsewhere, until they have been back', async () => {
    const lab = createFakeLab({ hash: SMALL_HASH })
    lab.config.getState().openPermalink(SMALL_HASH)
    render(inLab(lab, <RunBar />))
    const news = () => document.querySelector('.other-sweep')?.textContent
    const open = (experiment: string) => act(() => lab.config.getState().chooseExperiment(experiment))
    const run = async (meanwhile?: () => void) => {
      act(() => lab.config.getState().openPermalink(SMALL_HASH))
      await act(async () => void lab.run.getState().start(true))
      meanwhile?.()
      await act(async () => {
        lab.worker.emit(opened, { type: 'finished', elapsedMs: 1 })
        lab.drawFrame()
      })
    }
    await run()
    open('dynamics')
    expect(news(), 'it was watched').toBeUndefined()
    await run(() => {
      open('dynamics')
      expect(news()).toContain('is still training')
    })
    expect(news()).toContain('has finished.')
    open('per-string')
    expect(news()).toContain('has finished.')
    await act(async () => screen.getByRole('button', { name: 'Back to it' }).click())
    expect(news()).toBeUndefined()
    open('dynamics')
    expect(news(), 'they have been back').toBeUndefined()
  })

  it('says how long a run of more than ten minutes takes, and starts it at the second press', async () => {
    const hash = `${SMALL_HASH}&steps=1000000`
    const lab = createFakeLab({ hash })
    lab.config.getState().openPermalink(hash)
    await lab.device.getState().probe()
    render(inLab(lab, <RunBar />))
    const button = screen.getByRole('button', { name: 'Run' })
    const press = () => act(async () => button.click())
    button.focus()
    await press()
    expect(button.textContent).toMatch(/^About \d+\u00a0(min|h|days) here: start$/)
    expect(document.activeElement).toBe(button)
    expect(lab.worker.requests).toHaveLength(0)
    await act(async () => lab.config.getState().setField('steps', 999_999))
    expect(button.textContent, 'another plan is asked for anew').toBe('Run')
    await press()
    await press()
    expect(lab.worker.requests).toHaveLength(1)
    expect(document.activeElement).toBe(button)
  })

  it('waits for the measurement where a run may be long, and asks or starts then', async () => {
    const hash = `${SMALL_HASH}&steps=1000000`
    const lab = createFakeLab({ hash })
    lab.config.getState().openPermalink(hash)
    render(inLab(lab, <RunBar />))
    const button = screen.getByRole('button', { name: 'Run' })
    await act(async () => button.click())
    await act(async () => button.click())
    expect(lab.worker.requests).toHaveLength(0)
    await act(() => lab.device.getState().probe())
    expect(button.textContent).toMatch(/^About .* here: start$/)
    expect(lab.worker.requests).toHaveLength(0)
  })

  it('runs with Space where a figure has the focus, and nowhere else on the page', async () => {
    const lab = createFakeLab({ hash: SMALL_HASH })
    render(
      inLab(
        lab,
        <>
          <RunBar />
          <div className="chart-drawing" tabIndex={0} data-testid="figure" />
        </>,
      ),
    )
    const press = (target: Element) => act(async () => void fireEvent.keyDown(target, { key: ' ' }))
    await press(document.body)
    expect(lab.worker.requests).toHaveLength(0)
    await press(screen.getByTestId('figure'))
    expect(lab.worker.requests).toHaveLength(1)
  })

  it('tells how far it is in the words of the experiment, and how long it takes by the plan at first', async () => {
    const lab = createFakeLab({ hash: SMALL_HASH })
    lab.config.getState().openPermalink(SMALL_HASH)
    await lab.device.getState().probe()
    render(inLab(lab, <RunBar />))
    await act(async () => screen.getByRole('button', { name: 'Run' }).click())
    await act(async () => {
      lab.worker.emit(opened, progressEvent(3, SMALL_TRIALS))
      lab.drawFrame()
    })
    const planned = lab.run.getState().expectedSeconds!
    expect(document.querySelector('.run-state')?.textContent).toBe(
      unbroken(`Models 1–2 of 2 are learning 8–16 strings: ${percentText(10 / 256)} of the bits known.`),
    )
    expect(document.querySelector('.run-left')?.textContent).toBe(`${roughDurationText(0.99 * planned)} left`)
  })

  it('hands the focus of Stop on when the sweep has stopped', async () => {
    const lab = createFakeLab({ hash: SMALL_HASH })
    render(inLab(lab, <RunBar />))
    await act(async () => screen.getByRole('button', { name: 'Run' }).click())
    await act(async () => {
      lab.worker.emit(opened)
      lab.drawFrame()
    })
    const stop = screen.getByRole('button', { name: 'Stop' })
    stop.focus()
    await act(async () => stop.click())
    expect(document.activeElement).toBe(stop)
    await act(async () => {
      lab.worker.emit({ type: 'stopped' })
      lab.drawFrame()
    })
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Run' }))
  })
})
