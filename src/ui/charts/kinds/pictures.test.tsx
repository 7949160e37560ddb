// @vitest-environment happy-dom
/**
 * How the recorded figures of every experiment are drawn, each kept as a drawing in `pictures/`. A change of one is a change of what visitors
 * see: look at it (a browser opens the files), and keep it with `npx vitest run --project unit pictures --update`.
 */
import { readdirSync } from 'node:fs'
import { MantineProvider } from '@mantine/core'
import type { ComponentType } from 'react'
import { renderToStaticMarkup } from 'react-dom/server.browser'
import { describe, expect, it } from 'vitest'
import { exhibitOf, loadExhibit } from '@/core/figures/exhibits'
import type { Figure, FigureSeries, GridFigure, LinesFigure } from '@/core/figures/figure'
import { runsOfRecords } from '@/core/runs/run'
import { experiments } from '@/core/sweep/experiments'
import { recordedPresets } from '@/core/testing/recorded-files'
import { plainSvg } from '../../testing/plain-svg'
import { type ChartContext, ChartProvider, chartSize } from '../chart-context'
import { chartName } from '../chart-name'
import { pointReader } from '../target-reader'
import { GridChart } from './grid/grid-chart'
import { chartKind } from './kinds'
import { LinesPicture } from './lines/lines.picture'

type FigureOf<K extends Figure['kind']> = Extract<Figure, { kind: K }>

const pictures: { readonly [K in Figure['kind']]: ComponentType<{ readonly figure: FigureOf<K> }> } = {
  lines: LinesPicture,
  grid: GridChart,
}
const pictureKind = <K extends Figure['kind']>(kind: K): ComponentType<{ readonly figure: FigureOf<K> }> =>
  pictures[kind]

/** Wide enough for names in full, px. */
const WIDTH = 720

function pictureOf(figure: Figure, name: string): string {
  const Picture = pictureKind(figure.kind)
  const context: ChartContext = {
    id: name,
    reader: { current: pointReader([]) },
    ...chartSize(WIDTH, chartKind(figure.kind).room(figure), { large: false, hero: false }),
  }
  const markup = renderToStaticMarkup(
    <MantineProvider withCssVariables={false} withGlobalClasses={false}>
      <ChartProvider value={context}>
        <Picture figure={figure} />
      </ChartProvider>
    </MantineProvider>,
  )
  return plainSvg(markup, figure.kind === 'grid' ? cellsOf(figure) : [])
}

/** A row a line, in sixteenths of the scale: 0 … f, and a dot for nothing. */
function cellsOf({ columns, values }: GridFigure): string[] {
  const shades = values.map((value) =>
    Number.isFinite(value) ? Math.min(15, Math.floor(16 * value)).toString(16) : '.',
  )
  return Array.from({ length: Math.ceil(shades.length / columns) }, (_, row) =>
    shades.slice(row * columns, (row + 1) * columns).join(''),
  )
}

const file = (name: string) => new URL(name, import.meta.url)

await Promise.all([...experiments.keys()].map(loadExhibit))

/** The figures of the Quick presets that are published with the page. */
const recorded = [...experiments.keys()].flatMap((id) => {
  const quick = recordedPresets(id).find(({ preset }) => preset === 'quick')
  if (!quick) return []
  const runs = runsOfRecords(quick.recorded.records)
  return (exhibitOf(id)?.figures({ runs }) ?? []).map((figure) => ({ name: chartName(id, figure), figure }))
})

it.each(recorded)('draws $name as before', async ({ name, figure }) => {
  await expect(pictureOf(figure, name)).toMatchFileSnapshot(`pictures/${name}.svg`)
})

describe('a picture', () => {
  const point = { x: 10, y: 3, low: 2, high: 4, singles: [2, 4] }
  const figure: LinesFigure = {
    kind: 'lines',
    id: 'loss',
    title: 'Loss',
    caption: 'Lower is better.',
    x: { label: 'steps', scale: 'log', min: 1, max: 100 },
    y: { label: 'bits', scale: 'linear', min: 0, max: 10 },
    series: [
      { key: 'a', label: 'a', color: 3, style: 'line', points: [{ x: 1, y: 8 }, point] },
      { key: 'b', label: 'b', color: 5, style: 'dots', points: [{ x: 5, y: 5 }] },
    ],
  }
  const [a, b] = figure.series as [FigureSeries, FigureSeries]
  const drawn = (changes: Partial<LinesFigure> = {}) => pictureOf({ ...figure, ...changes }, 'loss')
  const before = drawn()

  it('is the same when drawn again', () => {
    expect(drawn()).toBe(before)
  })

  it('changes with a point that has moved, by its line and its mark alone', () => {
    const moved = drawn({ series: [{ ...a, points: [{ x: 1, y: 7.9 }, point] }, b] })
    const changed = moved.split('\n').filter((line) => !before.includes(`${line}\n`))
    expect(changed.map((line) => line.split(' ')[0])).toEqual(['<path', '<circle'])
  })

  it.each<[string, Partial<LinesFigure>]>([
    ['a series is lost', { series: [a] }],
    ['a seed is lost', { series: [{ ...a, points: [a.points[0]!, { ...point, singles: [2] }] }, b] }],
    ['a name changes', { series: [{ ...a, label: 'c' }, b] }],
    ['a colour changes', { series: [{ ...a, color: 4 }, b] }],
    ['a style changes', { series: [{ ...a, style: 'thin' }, b] }],
    ['an axis changes', { y: { ...figure.y, max: 20 } }],
  ])('changes where %s', (_, changes) => {
    expect(drawn(changes)).not.toBe(before)
  })
})

it('is kept of no figure that is gone', () => {
  const known = recorded.map(({ name }) => `${name}.svg`)
  expect(readdirSync(file('pictures')).filter((name) => !known.includes(name))).toEqual([])
})
