import { describe, expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import { createFakeLab, opened, progressEvent, recordOf } from '@/state/fake-services'
import { createFigureFeed } from './figure-feed'

/** An experiment over a fake lab, with a clock that the test moves. */
function feedOf(experimentId = 'double-descent') {
  const lab = createFakeLab()
  lab.config.getState().chooseExperiment(experimentId)
  const { experiment, values } = lab.config.getState()
  const trials = experiment.plan(values)
  let now = 0
  const waiting: { at: number; callback: () => void }[] = []
  const { store, connect } = createFigureFeed({
    ...lab,
    now: () => now,
    later(callback, ms) {
      const entry = { at: now + ms, callback }
      waiting.push(entry)
      return () => waiting.splice(waiting.indexOf(entry), 1)
    },
  })
  let updates = 0
  store.subscribe(() => updates++)
  return {
    ...lab,
    trials,
    store,
    connect,
    updates: () => updates,
    waiting,
    pass(ms: number) {
      now += ms
      for (const entry of waiting.filter(({ at }) => at <= now)) {
        waiting.splice(waiting.indexOf(entry), 1)
        entry.callback()
      }
    },
  }
}

const line = (feed: ReturnType<typeof feedOf>, kind: 'current' | 'settled' = 'current') =>
  feed.store.getState()[kind][0] as LinesFigure
const trainPoints = (figure: LinesFigure) =>
  figure.series.find(({ style }) => style === 'dashed')?.points ?? []

describe('the figures of the experiment on show', () => {
  it('are there before anything has run, with axes from the plan', () => {
    const feed = feedOf()
    expect(feed.store.getState()).toMatchObject({ records: [], findings: [], problem: undefined })
    expect(line(feed).x.max).toBeGreaterThan(line(feed).x.min)
  })

  it('follow members that train at most ten times a second, and tables do not', () => {
    const feed = feedOf()
    const disconnect = feed.connect()
    void feed.run.getState().start()
    feed.pass(1000)
    const before = feed.updates()
    for (let step = 1; step <= 50; step++) {
      feed.worker.emit(opened, progressEvent(step, feed.trials.slice(0, 2)))
      feed.drawFrame()
      feed.pass(10)
    }
    expect(feed.updates() - before).toBeGreaterThanOrEqual(4)
    expect(feed.updates() - before).toBeLessThanOrEqual(6)
    expect(trainPoints(line(feed))).toEqual([expect.objectContaining({ y: 3, live: true })])
    expect(trainPoints(line(feed, 'settled'))).toEqual([])
    disconnect()
  })

  it('keep a figure that came out as before, so that it is not drawn again', () => {
    const feed = feedOf()
    feed.connect()
    const { current } = feed.store.getState()
    feed.config.getState().setField('seeds', [0])
    feed.pass(1000)
    expect(feed.store.getState().current[0]).toBe(current[0])
  })

  it('say what finished runs have shown', async () => {
    const feed = feedOf()
    feed.connect()
    feed.results.getState().showSweep(
      'Tiny',
      feed.trials.map(({ key }) => key),
    )
    feed.results.getState().add(feed.trials.map((trial) => recordOf(trial)))
    feed.pass(1000)
    const { records, findings, settled, current } = feed.store.getState()
    expect(records).toHaveLength(feed.trials.length)
    expect(findings.length).toBeGreaterThan(0)
    expect(current).toEqual(settled)
  })

  it('never hold runs of another experiment', async () => {
    const feed = feedOf()
    feed.connect()
    const stranger = recordOf(
      createFakeLab().config.getState().experiment.plan(createFakeLab().config.getState().values)[0]!,
    )
    feed.results.getState().add([stranger])
    feed.results.getState().showSweep('Imported', [stranger.trialKey])
    feed.pass(1000)
    expect(feed.store.getState().records).toEqual([])
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

  it('stop when nobody looks any more', () => {
    const feed = feedOf()
    const disconnect = feed.connect()
    feed.config.getState().setField('seeds', [3])
    expect(feed.waiting).toHaveLength(1)
    disconnect()
    expect(feed.waiting).toHaveLength(0)
    feed.config.getState().setField('seeds', [4])
    expect(feed.waiting).toHaveLength(0)
  })
})
