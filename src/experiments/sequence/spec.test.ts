import { describe, expect, it } from 'vitest'
import type { GridFigure, LinesFigure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { exhibit } from './exhibit'
import { lookSteps, shownStrings } from './phases'
import experiment from './spec'

const tiny = experiment.presets[0].config
const trials = experiment.plan(tiny)

/** Looks at the start, the middle and the end of each phase. */
const STEPS = Array.from({ length: 13 }, (_, i) => i * 100)

/**
 * Each string is known at the end of its own time, half known in its middle, and `left` after it.
 * @param again accuracy of the first string in the middle of its second time.
 * @param control of the new string after that, in the middle of its time.
 */
const recordOf = (trial: Trial, left: number, again: number, control = 0.5): TrialRecord => {
  const accuracy = (string: number) =>
    STEPS.map((step) => {
      const phase = Math.max(0, Math.ceil(step / 200) - 1)
      const shown = shownStrings(4)[phase]
      const isEnd = step % 200 === 0 && step > 0
      if (shown === string) return isEnd ? 1 : phase === 4 ? again : phase === 5 ? control : 0.5
      return string < Math.min(phase, 4) ? left : 1 / 7
    })
  return exampleRecord(trial, {
    traces: {
      'look.step': STEPS,
      ...Object.fromEntries([0, 1, 2, 3, 4].map((i) => [`look.accuracy.${i}`, accuracy(i)])),
    },
  })
}

describe('sequence', () => {
  it('plans strings of one length, one a step, then the first one again, then a new one', () => {
    expect(trials).toHaveLength(1)
    expect(trials[0]).toMatchObject({ datasetSize: 5, batch: 1, steps: 1200 })
    expect(shownStrings(4)).toEqual([0, 1, 2, 3, 0, 4])
  })

  it('takes no run by the earlier timetable, which had no new string at the end, for one of this', () => {
    expect(trials[0]!.key).toContain('-r1-p2/')
    const old = { ...recordOf(trials[0]!, 0.3, 0.9), trialKey: trials[0]!.key.replace('-p2', '') }
    expect(exhibit.findings([old])).toEqual([])
    const [left] = exhibit.figures({ planned: trials, records: [old], live: [] }) as [GridFigure]
    expect(left.values).toEqual([])
    expect(exhibit.findings([old, recordOf(trials[0]!, 0.3, 0.9)])).toHaveLength(3)
  })

  it('looks before the first step, often after each change, and at every end', () => {
    const looks = lookSteps(4, 1200)
    expect(looks[0]).toBe(0)
    expect(looks).toEqual([...new Set(looks)].toSorted((a, b) => a - b))
    for (const end of [200, 400, 600, 800, 1000, 1200]) expect(looks).toContain(end)
    for (const start of [0, 200, 400, 600, 800, 1000]) expect(looks).toContain(start + 1)
    expect(looks.length).toBeLessThan(6 * 20)
  })

  it('refuses more strings than a record has room for, and symbols that are not there', () => {
    expect(experiment.problems({ ...tiny, strings: 17 })).toEqual([
      { field: 'strings', message: 'must be a whole number from 2 to 16' },
    ])
    expect(experiment.problems({ ...tiny, alphabets: [7, 99] })).toEqual([
      { field: 'alphabets', message: '99 symbols do not fit a vocabulary of 64' },
    ])
  })

  it('draws what is left of each string after each, above guessing', () => {
    const [left, course, speed] = exhibit.figures({
      planned: trials,
      records: [recordOf(trials[0]!, 4 / 7, 0.9)],
      live: [],
    }) as [GridFigure, LinesFigure, LinesFigure]
    expect(left.rowNames).toEqual(['1', '2', '3', '4', '1 again', '5'])
    const row = (i: number) => left.values.slice(5 * i, 5 * i + 5).map((value) => Number(value.toFixed(6)))
    expect(row(0)).toEqual([1, 0, 0, 0, 0])
    expect(row(2)).toEqual([0.5, 0.5, 1, 0, 0])
    expect(row(4)).toEqual([1, 0.5, 0.5, 0.5, 0])
    expect(row(5)).toEqual([0.5, 0.5, 0.5, 0.5, 1])
    expect(course.bands!.map(({ label }) => label)).toEqual(['1', '2', '3', '4', '1 again', '5'])
    expect(course.series).toHaveLength(5)
    expect(speed.series.map(({ points }) => points.map(({ x }) => x))).toEqual([[1, 2, 3, 4, 6], [5]])
  })

  const liveAt = (steps: readonly number[], values: Readonly<Record<string, readonly number[]>>) =>
    exhibit.figures({
      planned: trials,
      records: [],
      live: [
        {
          trialKey: trials[0]!.key,
          datasetBits: 1,
          trainBitsPerToken: 1,
          memorizedBits: 0,
          looked: { steps, values, grid: undefined },
        },
      ],
    }) as [GridFigure, LinesFigure]
  const rowsOf = ({ values }: GridFigure) =>
    [0, 1, 2, 3, 4, 5].map((row) =>
      values.slice(5 * row, 5 * row + 5).map((value) => Number(value.toFixed(6))),
    )
  const BLANK = Array.from({ length: 5 }, () => Number.NaN)

  it('draws what is left of a trial that trains, up to its latest look', () => {
    const [left, course] = liveAt([0, 100, 200, 300], {
      'accuracy.0': [0, 0.5, 1, 4 / 7],
      'accuracy.1': [0, 0.1, 0.1, 5.5 / 7],
      'accuracy.2': [0, 0.1, 0.1, 0.1],
      'accuracy.3': [0, 0.1, 0.1, 0.1],
      'accuracy.4': [0, 0.1, 0.1, 0.1],
    })
    expect(left.rowNames).toEqual(['1', '2 (now)', '3', '4', '1 again', '5'])
    expect(rowsOf(left)).toEqual([[1, 0, 0, 0, 0], [0.5, 0.75, 0, 0, 0], BLANK, BLANK, BLANK, BLANK])
    expect(course.bands).toEqual([
      { from: 0, to: 200, label: '1' },
      { from: 200, to: 400, label: '2' },
    ])
  })

  it('has a live row from the look before the first step on, and none between two strings', () => {
    const strings = [0, 1, 2, 3, 4]
    const all = (...accuracy: readonly number[]) =>
      Object.fromEntries(strings.map((string) => [`accuracy.${string}`, accuracy]))
    const [first] = liveAt([0], all(1 / 7))
    expect(first.rowNames.slice(0, 2)).toEqual(['1 (now)', '2'])
    expect(rowsOf(first).slice(0, 2)).toEqual([[0, 0, 0, 0, 0], BLANK])
    const [between] = liveAt([0, 200], all(1 / 7, 1))
    expect(between.rowNames.slice(0, 2)).toEqual(['1', '2'])
    expect(rowsOf(between).slice(0, 2)).toEqual([[1, 1, 1, 1, 1], BLANK])
  })

  it('says how much is forgotten, and whether what comes back is learned sooner', () => {
    const [left, speed, again] = exhibit.findings([recordOf(trials[0]!, 0.3, 0.9)])
    expect(left).toMatchObject({ verdict: 'agrees' })
    expect(left!.text).toContain('0.30 (one seed) of the tokens are right after the next string')
    expect(left!.text).toContain('guessing gives about 0.14')
    expect(speed).toMatchObject({ verdict: 'seen' })
    expect(again!.text).toMatch(
      /first string takes 190 .*, a new one right after it takes 198 .*: no sooner than looks can tell apart \(\+32 %\)/,
    )
    const kept = exhibit.findings([recordOf(trials[0]!, 0.9, 0.5)])
    expect(kept[0]).toMatchObject({ verdict: 'differs' })
  })

  it('holds what comes back against the new string right after it', () => {
    const again = (...middles: [again: number, control: number]) =>
      exhibit.findings([recordOf(trials[0]!, 0.3, ...middles)]).at(-1)!
    expect(again(1, 0.5)).toMatchObject({
      verdict: 'seen',
      text: expect.stringMatching(
        /takes 99 .* 198 .*: sooner; whether something of it was still there, only 3 seeds/,
      ),
    })
    const three = [0, 1, 2].map((seed) => ({ ...recordOf(trials[0]!, 0.3, 1, 0.5), seed }))
    expect(exhibit.findings(three).at(-1)!.text).toMatch(/: sooner: something of it was still there\.$/)
    expect(again(0.5, 1).text).toMatch(/takes 198 .* 99 .*: later/)
    // However fast the strings before it were.
    expect(again(1, 1).text).toContain('no sooner than looks can tell apart')
    const record = recordOf(trials[0]!, 0.3, 1)
    const never = (string: number) => {
      const name = `look.accuracy.${string}`
      const cut = record.traces[name]!.map((accuracy) => Math.min(0.8, accuracy))
      return exhibit.findings([{ ...record, traces: { ...record.traces, [name]: cut } }]).at(-1)!
    }
    expect(never(4).text).toContain('a new one right after it is not known after its steps: sooner')
    expect(never(0)).toMatchObject({ verdict: 'not reached' })
  })

  it('says what is left only of strings that were known', () => {
    const record = recordOf(trials[0]!, 0.3, 0.9)
    const cutTo = (most: number, strings: readonly number[]) => ({
      ...record,
      traces: Object.fromEntries(
        Object.entries(record.traces).map(([name, values]) => [
          name,
          strings.some((string) => name === `look.accuracy.${string}`)
            ? values.map((accuracy) => Math.min(most, accuracy))
            : values,
        ]),
      ),
    })
    const leftOf = (most: number, strings: readonly number[]) =>
      exhibit.findings([cutTo(most, strings)]).find(({ text }) => /of a string|no string/.test(text))!
    // Strings 2 and 3 at chance throughout would pull both means down.
    expect(leftOf(0.16, [1, 2])).toMatchObject({
      verdict: 'agrees',
      text: expect.stringContaining('0.30 (one seed) of the tokens are right after the next string'),
    })
    for (const most of [0.16, 0.14]) {
      expect(leftOf(most, [0, 1, 2, 3])).toMatchObject({
        verdict: 'not reached',
        text: expect.stringContaining('no string was known'),
      })
    }
  })

  it('counts strings that were never known', () => {
    const record = recordOf(trials[0]!, 0.3, 0.9)
    const cut = (record.traces['look.accuracy.2'] ?? []).map((accuracy) => Math.min(0.8, accuracy))
    const traces = { ...record.traces, 'look.accuracy.2': cut }
    const [unknown] = exhibit.findings([{ ...record, traces }])
    expect(unknown).toMatchObject({ verdict: 'not reached' })
    expect(unknown!.text).toContain('1 of 4 strings was not known by the end of its time')
  })
})
