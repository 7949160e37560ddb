/** The name of a figure's chart: of its element, its exported files and its place in the render queue. */
export const chartName = (experiment: string, figure: string): string => `${experiment}-${figure}`
