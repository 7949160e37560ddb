import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { exhibitOf, loadExhibit } from '@/core/figures/exhibits'
import type { LinesFigure } from '@/core/figures/figure'
import {
  createFakeLab,
  finishedTrial,
  opened,
  progressEvent,
  recordedOf,
  recordOf,
} from '@/state/testing/fake-services'
import { chartName } from '../charts/chart-name'
import { createRenderQueue } from '../charts/render-queue'
import { createFakeClock } from '../testing/fake-clock'
import { createFigureFeed } from './figure-feed'

beforeAll(() => Promise.all(['calculator', 'double-descent'].map(loadExhibit)))

/** An experiment over a fake lab, with a clock that the test moves. */
function feedOf(experimentId = 'double-descent') {
  const lab = createFakeLab()
  const clock = createFakeClock()
  const queue = createRenderQueue(clock)
  lab.config.getState().chooseExperiment(experimentId)
  const { experiment, values } = lab.config.getState()
  const trials = experiment.plan(values)
  const feed = createFigureFeed({ ...lab, queue, now: clock.now })
  /** Ids of the figures that were drawn, in their order. */
  const drawn: string[] = []
  feed.store.subscribe((now, before) => {
    drawn.push(...Object.keys(now.figures).filter((id) => now.figures[id] !== before.figures[id]))
  })
  const emit = (...events: readonly (typeof opened)[]) => {
    lab.worker.emit(...events)
    lab.drawFrame()
  }
  return { ...lab, ...feed, trials, queue, drawn, emit, pass: clock.pass }
}

type Feed = ReturnType<typeof feedOf>
const shown = (feed: Feed, index = 0) => {
  const { summary, figures } = feed.store.getState()
  return figures[summary.ids[index]!]!
}
const line = (feed: Feed, kind: 'current' | 'settled' = 'current') => shown(feed)[kind] as LinesFigure
const trainPoints = (figure: LinesFigure) => figure.series.find(({ style }) => style === 'thin')?.points ?? []
const nameOf = (feed: Feed, index: number) => chartName('double-descent', shown(feed, index).current)

describe('the figures of the experiment on show', () => {
  it('are there before anything has run, with axes from the plan', () => {
    const feed = feedOf()
    expect(feed.store.getState().summary).toMatchObject({ records: [], findings: [], problem: undefined })
    expect(line(feed).x.max).toBeGreaterThan(line(feed).x.min)
  })

  it('follow members that train at most ten times a second, and tables do not', () => {
    const feed = feedOf()
    const disconnect = feed.connect()
    void feed.run.getState().start()
    feed.pass(1000)
    for (let step = 1; step <= 50; step++) {
      const event = progressEvent(step, feed.trials.slice(0, 2))
      const members = event.members.map((member) => ({ ...member, trainBitsPerToken: step }))
      feed.emit(opened, { ...event, members })
      feed.pass(10)
    }
    const { ids } = feed.store.getState().summary
    const times = feed.drawn.filter((id) => id === ids[0]).length
    expect(times).toBeGreaterThanOrEqual(4)
    expect(times).toBeLessThanOrEqual(6)
    expect(trainPoints(line(feed))).toEqual([expect.objectContaining({ live: true })])
    expect(trainPoints(line(feed, 'settled'))).toEqual([])
    disconnect()
  })

  it('keep a figure that came out as before, so that it is not drawn again', () => {
    const feed = feedOf()
    feed.connect()
    const { current } = shown(feed)
    feed.config.getState().setField('seeds', [0])
    feed.pass(1000)
    expect(shown(feed).current).toBe(current)
  })

  it('say what finished runs have shown', async () => {
    const feed = feedOf()
    feed.connect()
    feed.results.getState().showTrials('Tiny', feed.trials)
    feed.results.getState().add(feed.trials.map((trial) => recordOf(trial)))
    feed.pass(1000)
    const { summary, figures } = feed.store.getState()
    expect(summary.records).toHaveLength(feed.trials.length)
    expect(summary.findings.length).toBeGreaterThan(0)
    for (const { current, settled } of Object.values(figures)) expect(current).toEqual(settled)
  })

  it('never hold runs of another experiment', async () => {
    const feed = feedOf()
    feed.connect()
    const other = createFakeLab().config.getState().sweep!.trials[0]!
    feed.results.getState().add([recordOf(other)])
    feed.results.getState().showTrials('Imported', [other])
    feed.pass(1000)
    expect(feed.store.getState().summary.records).toEqual([])
  })

  it('follow a field that no trial depends on, without a run', () => {
    const feed = feedOf('calculator')
    feed.connect()
    const asked = () => line(feed).x.max
    const before = asked()
    feed.config.getState().setField('modelParams', 1e11)
    feed.pass(1000)
    expect([before, asked()]).toEqual([1.5e9, 1e11])
    expect(feed.config.getState().experiment.plan(feed.config.getState().values)).toEqual(feed.trials)
  })

  it('leave a chart out of view as it is while models train, and bring it up to date when the run ends', async () => {
    const feed = feedOf()
    feed.connect()
    void feed.run.getState().start()
    feed.pass(1000)
    feed.queue.setInView(nameOf(feed, 0), false)
    const before = shown(feed)
    feed.emit(opened, progressEvent(5, feed.trials.slice(0, 2)))
    feed.pass(1000)
    expect(shown(feed)).toBe(before)
    feed.emit(...feed.trials.map(finishedTrial))
    feed.pass(1000)
    expect(shown(feed)).toBe(before)
    expect(feed.store.getState().summary.isTraining).toBe(true)
    feed.emit({ type: 'finished', elapsedMs: 1 })
    await vi.waitFor(() => expect(feed.run.getState().status.kind).toBe('finished'), { interval: 1 })
    feed.pass(1000)
    expect(trainPoints(line(feed)).length).toBeGreaterThan(trainPoints(before.current as LinesFigure).length)
    const { records, isTraining } = feed.store.getState().summary
    expect([records.length, isTraining], 'the end comes with all that finished').toEqual([
      feed.trials.length,
      false,
    ])
  })

  it('show out of view too whose runs they are of, as soon as a sweep begins', () => {
    const feed = feedOf()
    feed.results.getState().showTrials('Recorded', feed.trials)
    feed.results.getState().add(feed.trials.map((trial) => recordOf(trial)))
    feed.connect()
    feed.pass(1000)
    feed.queue.setInView(nameOf(feed, 0), false)
    expect(trainPoints(line(feed)).length).toBeGreaterThan(0)
    feed.config.getState().setField('seeds', [7])
    void feed.run.getState().start()
    feed.pass(1000)
    feed.emit(opened, progressEvent(5, feed.config.getState().sweep!.trials.slice(0, 1)))
    feed.pass(1000)
    expect(trainPoints(line(feed))).toEqual([])
    expect(line(feed).earlier?.length, 'the runs of the other seeds, pale').toBeGreaterThan(0)
    const isRecorded = () => feed.store.getState().summary.isEarlierRecorded
    expect(isRecorded()).toBe(false)
    feed.results.setState({ recorded: recordedOf(feed.trials.map((trial) => recordOf(trial))) })
    feed.pass(1000)
    expect(isRecorded(), 'recorded ones come first').toBe(true)
  })

  it('come into view with the newest state', () => {
    const feed = feedOf()
    feed.connect()
    void feed.run.getState().start()
    feed.pass(1000)
    feed.queue.setInView(nameOf(feed, 0), false)
    feed.emit(opened, progressEvent(5, feed.trials.slice(0, 2)))
    feed.pass(1000)
    expect(trainPoints(line(feed))).toEqual([])
    feed.queue.setInView(nameOf(feed, 0), true)
    feed.pass(0)
    expect(trainPoints(line(feed))).toEqual([expect.objectContaining({ y: 3, live: true })])
  })

  it('are all brought up to date at once before printing, in the middle of a run', () => {
    const feed = feedOf()
    feed.connect()
    void feed.run.getState().start()
    feed.pass(1000)
    feed.queue.setInView(nameOf(feed, 0), false)
    feed.emit(opened, progressEvent(5, feed.trials.slice(0, 2)))
    feed.update()
    expect(trainPoints(line(feed))).toEqual([expect.objectContaining({ y: 3, live: true })])
  })

  it('stop when nobody looks any more', () => {
    const feed = feedOf('calculator')
    const disconnect = feed.connect()
    const before = feed.store.getState()
    feed.config.getState().setField('modelParams', 1e11)
    disconnect()
    feed.pass(1000)
    feed.config.getState().setField('modelParams', 1e12)
    feed.pass(1000)
    expect(feed.store.getState()).toBe(before)
  })
})

describe('an exhibit that fails', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })
  const failing = (part: 'figures' | 'findings') =>
    vi.spyOn(exhibitOf('double-descent')!, part).mockImplementation(() => {
      throw new Error(`no ${part}`)
    })

  it('in its findings still shows its figures, also while models train, and says what failed', () => {
    failing('findings')
    const feed = feedOf()
    feed.connect()
    void feed.run.getState().start()
    feed.emit(opened, ...feed.trials.slice(2).map(finishedTrial), progressEvent(5, feed.trials.slice(0, 2)))
    feed.pass(1000)
    const { summary } = feed.store.getState()
    expect(summary).toMatchObject({ findings: [], findingsProblem: 'no findings', problem: undefined })
    expect(summary.records).toHaveLength(feed.trials.length - 2)
    expect(trainPoints(line(feed))).toContainEqual(expect.objectContaining({ live: true }))
  })

  it('in its figures still says what was found, and which runs have finished', () => {
    const feed = feedOf()
    feed.connect()
    failing('figures')
    feed.results.getState().showTrials('Tiny', feed.trials)
    feed.results.getState().add(feed.trials.map((trial) => recordOf(trial)))
    feed.pass(1000)
    const { summary } = feed.store.getState()
    expect(summary).toMatchObject({ ids: [], problem: 'no figures', findingsProblem: undefined })
    expect(summary.records).toHaveLength(feed.trials.length)
    expect(summary.findings.length).toBeGreaterThan(0)
  })

  it('only over models that train shows the finished runs', () => {
    const feed = feedOf()
    feed.connect()
    void feed.run.getState().start()
    feed.pass(1000)
    const { ids } = feed.store.getState().summary
    failing('figures')
    feed.emit(opened, progressEvent(5, feed.trials.slice(0, 2)))
    feed.pass(1000)
    expect(feed.store.getState().summary).toMatchObject({ ids, problem: 'no figures' })
    expect(shown(feed).current).toEqual(shown(feed).settled)
  })
})
