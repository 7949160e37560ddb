/** Lines, dots and histograms over two axes. */
import type { LinesFigure } from '@/core/figures/figure'
import type { ChartKind } from '../chart-kind'
import { LinesChart } from './lines-chart'
import { linesRoom } from './room'
import { linesRows } from './rows'

export const lines: ChartKind<LinesFigure> = { Chart: LinesChart, room: linesRoom, rows: linesRows }
