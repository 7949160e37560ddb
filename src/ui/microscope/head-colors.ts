/** Colours of attention heads: two strong ones, then those of kinds. */
const COLORS = ['--known', '--second', '--kind-3', '--kind-4', '--kind-5', '--kind-6', '--kind-7', '--kind-0']

export const headColor = (head: number): string => `var(${COLORS[head % COLORS.length]!})`
