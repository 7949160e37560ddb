/** Catches pointer and touch over the plot and marks the nearest point, in this chart and in the others. */
import { type PointerEvent, useEffect } from 'react'
import { useChart } from '../chart-context'
import { clearHighlight, highlight, type Target } from '../highlight'
import { pointReader } from '../target-reader'
import type { Scales } from './scales'

/** Points farther from the pointer than this are not taken, px. */
const REACH = 60

export function PointerLayer({ scales, targets }: { scales: Scales; targets: readonly Target[] }) {
  const chart = useChart()
  useEffect(() => {
    chart.reader.current = pointReader(targets)
  }, [chart, targets])
  const { left, right, top, bottom } = scales
  const point = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const x = left + event.clientX - box.left
    const y = top + event.clientY - box.top
    const near = nearestTarget(targets, x, y)
    if (near) highlight(chart.id, near)
    else clearHighlight(chart.id)
  }
  return (
    <rect
      x={left}
      y={top}
      width={Math.max(0, right - left)}
      height={Math.max(0, bottom - top)}
      fill="transparent"
      data-export="skip"
      onPointerMove={point}
      onPointerDown={point}
      // What a finger has touched stays to be read until something else is touched.
      onPointerLeave={({ pointerType }) => {
        if (pointerType !== 'touch') clearHighlight(chart.id)
      }}
    />
  )
}

function nearestTarget(targets: readonly Target[], x: number, y: number): Target | undefined {
  let best: Target | undefined
  let least = REACH
  for (const target of targets) {
    const distance = Math.hypot(target.x - x, target.y - y)
    if (distance < least) {
      least = distance
      best = target
    }
  }
  return best
}
