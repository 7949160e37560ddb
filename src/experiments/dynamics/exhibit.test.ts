import { expect, it } from 'vitest'
import type { GridFigure, LinesFigure } from '@/core/figures/figure'
import { joinRuns, type LiveValues, type Run, runsOfRecords } from '@/core/runs/run'
import { recordOf, STEPS, trialsOf } from './example-records'
import { exhibit } from './exhibit'

const figuresOf = (runs: readonly Run[]) =>
  exhibit.figures({ runs }) as [LinesFigure, LinesFigure, GridFigure, LinesFigure]

it('shades the phases, and draws every token of the simplest string', () => {
  const records = trialsOf('tiny').map((trial) => recordOf(trial))
  const [bits, shares, tokens, alphabets] = figuresOf(runsOfRecords(records))
  expect(bits.bands).toEqual([
    { from: 50, to: 200, label: 'guessing' },
    { from: 200, to: 300, label: 'memorising' },
  ])
  expect(shares.bands).toEqual(bits.bands)
  expect(bits.series.at(-1)!.points[0]!.y).toBe(1)
  expect(tokens).toMatchObject({ columns: 3, rowNames: STEPS.map(String), columnNames: ['1', '33', '65'] })
  expect(alphabets.series.map(({ label }) => label)).toEqual(['2 symbols', '7 symbols'])
})

it('shows the string that trains now', () => {
  const trials = trialsOf('tiny')
  const curveOf = (...values: readonly number[]) => ({ steps: [1, 2], values })
  const live: LiveValues = {
    step: 2,
    datasetBits: 180,
    trainBitsPerToken: 5,
    memorizedBits: -100,
    curves: {
      'look.bitsPerToken': curveOf(6, 5),
      'look.accuracy': curveOf(0, 0.1),
      'look.alphabetMass': curveOf(0.1, 0.2),
      'look.entropyBits': curveOf(6, 6),
    },
    grid: { columns: 2, values: [0, 0, 0.1, 0.2] },
  }
  const [bits, , tokens, alphabets] = figuresOf(
    joinRuns(trials, new Map([[trials[0]!.key, recordOf(trials[0]!)]]), new Map([[trials[1]!.key, live]])),
  )
  expect(bits.title).toContain('7 symbols')
  expect(bits.series.find(({ key }) => key === 'loss')!.points).toEqual([
    { x: 1, y: 6 },
    { x: 2, y: 5 },
  ])
  expect(tokens).toMatchObject({ columns: 2, rowNames: ['1', '2'], values: [0, 0, 0.1, 0.2] })
  expect(alphabets.series).toHaveLength(2)
})

it('names the rows of a token grid that has fewer of them than there were probes', () => {
  const steps = Array.from({ length: 80 }, (_, i) => i + 1)
  const record = recordOf(trialsOf('tiny')[0]!, true, {
    traces: {
      'look.step': steps,
      'look.bitsPerToken': steps.map(() => 1),
      tokenPosition: [0],
      tokens: Array.from({ length: 40 }, (_, i) => i / 40),
    },
  })
  const [, , tokens] = figuresOf(runsOfRecords([record]))
  expect(tokens.rowNames).toHaveLength(40)
  expect(tokens.rowNames.slice(0, 3)).toEqual(['1', '3', '5'])
})
