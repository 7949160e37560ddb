// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { ChartProvider, chartSize } from '../chart-context'
import { pointReader } from '../target-reader'
import { formatTick, linearAxis, logAxis } from './axis'
import { ChartFrame } from './chart-frame'
import { plotOf, plotScales } from './scales'

afterEach(cleanup)

const x = logAxis('steps', 1, 300, 8)
const y = linearAxis('bits', 9, 7)
const room = { right: 7, rightCompact: 5, namesAbove: true, maxHeight: 900 }

it.each([
  ['a card', 720, false],
  ['a phone', 350, false],
  ['the large form', 1400, true],
] as const)(
  'axes stand around the plot in %s, with each tick where the scales have its value',
  (_, width, large) => {
    const size = chartSize(width, room, { large, hero: false })
    const { container } = render(
      <ChartProvider value={{ id: 'loss', reader: { current: pointReader([]) }, ...size }}>
        <ChartFrame x={x} y={y} layer={() => undefined} />
      </ChartProvider>,
    )
    const ends = (line: Element) => ['x1', 'y1', 'x2', 'y2'].map((name) => Number(line.getAttribute(name)))
    const linesOf = (part: string) =>
      [...container.querySelectorAll(`.recharts-cartesian-axis-${part}`)].map(ends)
    const scales = plotScales(x, y, plotOf(size))
    const { left, right, top, bottom } = scales
    expect(linesOf('line')).toEqual([
      [left, bottom, right, bottom],
      [left, top, left, bottom],
    ])
    expect(linesOf('tick-line').map(([x1, y1]) => [x1, y1])).toEqual([
      ...x.ticks.map((tick) => [scales.x(tick), bottom + 6]),
      ...y.ticks.map((tick) => [left - 6, scales.y(tick)]),
    ])
    const texts = [...container.querySelectorAll('text')].map(({ textContent }) => textContent)
    expect(texts.toSorted()).toEqual(
      [...[...x.ticks, ...y.ticks].map(formatTick), 'steps', 'bits'].toSorted(),
    )
  },
)
