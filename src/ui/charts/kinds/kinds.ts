/** Registry: the kinds of chart, by the `kind` of the figures that they draw. */
import type { Figure } from '@/core/figures/figure'
import type { ChartKind } from './chart-kind'
import { grid } from './grid/index'
import { lines } from './lines/index'

type KindOf<K extends Figure['kind']> = ChartKind<Extract<Figure, { kind: K }>>

const kinds: { readonly [K in Figure['kind']]: KindOf<K> } = { lines, grid }

export const chartKind = <K extends Figure['kind']>(kind: K): KindOf<K> => kinds[kind]
