/** Large view, and the chart as a file. */
import { Button } from '@mantine/core'
import { type RefObject, useState } from 'react'
import { saveBlob, saveText } from '../../save-blob'
import { chartPng, chartSvg } from './export-image'

interface ChartActionsProps {
  readonly id: string
  readonly title: string
  readonly drawing: RefObject<HTMLDivElement | null>
  /** The figure's numbers; undefined where the page offers them elsewhere. */
  readonly csv: (() => string) | undefined
  readonly large: boolean
  readonly onLarge: (large: boolean) => void
}

export function ChartActions({ id, title, drawing, csv, large, onLarge }: ChartActionsProps) {
  const [problem, setProblem] = useState('')
  const save = async (kind: 'png' | 'svg') => {
    const svg = drawing.current?.querySelector('svg')
    if (!svg) return
    try {
      const picture = chartSvg(svg, title)
      const blob =
        kind === 'svg' ? new Blob([picture.text], { type: 'image/svg+xml' }) : await chartPng(picture)
      saveBlob(blob, `plateau-${id}.${kind}`)
      setProblem('')
    } catch {
      setProblem('This browser could not draw the picture. Try the other format.')
    }
  }
  return (
    <div className="chart-actions">
      <Button
        variant="subtle"
        size="compact-sm"
        aria-pressed={large}
        aria-label={`Large view: ${title}`}
        onClick={() => onLarge(!large)}
      >
        {large ? 'Normal size' : 'Large'}
      </Button>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-label={`Download PNG: ${title}`}
        onClick={() => save('png')}
      >
        PNG
      </Button>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-label={`Download SVG: ${title}`}
        onClick={() => save('svg')}
      >
        SVG
      </Button>
      {csv && (
        <Button
          variant="subtle"
          size="compact-sm"
          aria-label={`Download CSV: ${title}`}
          onClick={() => saveText(csv(), 'text/csv', `plateau-${id}.csv`)}
        >
          CSV
        </Button>
      )}
      <span role="status">{problem}</span>
    </div>
  )
}
