// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react'
import { usePlotArea } from 'recharts'
import { afterEach, expect, it } from 'vitest'
import { ChartProvider, chartSize } from '../chart-context'
import { pointReader } from '../target-reader'
import { linearAxis, logAxis } from './axis'
import { ChartFrame } from './chart-frame'
import { plotOf } from './scales'

afterEach(cleanup)

const x = logAxis('steps', 1, 300, 8)
const y = linearAxis('bits', 9, 7)
const room = { right: 7, rightCompact: 5, namesAbove: true, maxHeight: 900 }

it.each([
  ['a card', 720, false],
  ['a phone', 350, false],
  ['the large form', 1400, true],
] as const)('recharts lays out the plot in %s where the scales count on it', (_, width, large) => {
  const size = chartSize(width, room, { large, hero: false })
  let laidOut: ReturnType<typeof usePlotArea>
  const Layer = () => {
    laidOut = usePlotArea()
    return undefined
  }
  const reader = { current: pointReader([]) }
  render(
    <ChartProvider value={{ id: 'loss', reader, ...size }}>
      <ChartFrame x={x} y={y} layer={Layer} />
    </ChartProvider>,
  )
  const { left, right, top, bottom } = plotOf(size)
  expect(laidOut).toEqual({ x: left, y: top, width: right - left, height: bottom - top })
})
