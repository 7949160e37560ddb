import type { Figure } from '@/core/figures/figure'

/** The name of a figure's chart: of its element, its exported files and its place in the render queue. */
export const chartName = (experiment: string, { id, name }: Pick<Figure, 'id' | 'name'>): string =>
  name ?? `${experiment}-${id}`
