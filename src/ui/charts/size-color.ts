/** The colour of a step of the size scale as a CSS value. */
export const sizeColor = (step: number): string => `var(--size-${step})`
