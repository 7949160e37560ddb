/** Cells in rows and columns, each of one shade. */
import type { GridFigure } from '@/core/figures/figure'
import type { ChartKind } from '../chart-kind'
import { GridChart } from './grid-chart'
import { gridRoom } from './layout'
import { gridRows } from './rows'

export const grid: ChartKind<GridFigure> = { Chart: GridChart, room: gridRoom, rows: gridRows }
