/** A grid of shaded cells: a canvas of one pixel a cell, and over it a drawing with names, legend and what is pointed at. */
import { type PointerEvent, useEffect, useMemo } from 'react'
import type { GridFigure } from '@/core/figures/figure'
import { valueText } from '@/core/text/number'
import { useChart } from '../../chart-context'
import { clearHighlight, highlight, type Target, useTargetIn } from '../../highlight'
import { gridReader } from '../../target-reader'
import { GridCanvas } from './canvas'
import { type GridLayout, gridLayout } from './layout'
import { GridNames } from './names'

export function GridChart({ figure }: { figure: GridFigure }) {
  const { id, width, height, fontSize, reader } = useChart()
  const layout = useMemo(
    () => (figure.values.length > 0 ? gridLayout(figure, { width, height, fontSize }) : undefined),
    [figure, width, height, fontSize],
  )
  useEffect(() => {
    reader.current = gridReader(layout?.rows ?? 0, layout?.columns ?? 0, (row, column) =>
      cellTarget(figure, layout!, row, column),
    )
  }, [figure, layout, reader])
  if (!layout) return <p className="chart-empty">Nothing to draw yet.</p>
  const point = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const place = (at: number, size: number, count: number) =>
      Math.max(0, Math.min(count - 1, Math.floor((at / size) * count)))
    const column = place(event.clientX - box.left, box.width, layout.columns)
    const row = place(event.clientY - box.top, box.height, layout.rows)
    highlight(id, cellTarget(figure, layout, row, column))
  }
  return (
    <>
      <GridCanvas figure={figure} layout={layout} />
      <svg className="grid-drawing" width={width} height={height} aria-hidden="true">
        <rect
          data-picture=""
          x={layout.left}
          y={layout.top}
          width={layout.width}
          height={layout.height}
          fill="none"
        />
        <GridNames figure={figure} layout={layout} />
        <CellMark layout={layout} />
        <rect
          x={layout.left}
          y={layout.top}
          width={layout.width}
          height={layout.height}
          fill="transparent"
          data-export="skip"
          onPointerMove={point}
          onPointerDown={point}
          // What a finger has touched stays to be read until something else is touched.
          onPointerLeave={({ pointerType }) => {
            if (pointerType !== 'touch') clearHighlight(id)
          }}
        />
      </svg>
    </>
  )
}

function CellMark({ layout }: { layout: GridLayout }) {
  const { id } = useChart()
  const target = useTargetIn(id)
  if (!target) return undefined
  const width = layout.width / layout.columns
  const height = layout.height / layout.rows
  return (
    <rect
      x={target.x - width / 2 - 1}
      y={target.y - height / 2 - 1}
      width={width + 2}
      height={height + 2}
      fill="none"
      stroke="var(--chart-ink)"
      strokeWidth={2}
      data-export="skip"
    />
  )
}

function cellTarget(figure: GridFigure, layout: GridLayout, row: number, column: number): Target {
  const value = figure.values[row * layout.columns + column] ?? Number.NaN
  const [none, all] = figure.legend
  return {
    line: figure.id,
    series: `${figure.id} cell`,
    point: undefined,
    x: layout.left + ((column + 0.5) / layout.columns) * layout.width,
    y: layout.top + ((row + 0.5) / layout.rows) * layout.height,
    title: `${figure.rowsLabel}: ${figure.rowNames[row] ?? row + 1}`,
    rows: [
      [figure.columnsLabel, figure.columnNames[column] ?? String(column + 1)],
      [`0 ${none}, 1 ${all}`, Number.isFinite(value) ? valueText(value) : 'no value'],
    ],
  }
}
