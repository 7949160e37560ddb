/** Tokens of a string that recall is given: the fewest that name one string of a dataset with some certainty. Part of what `exactRecall` means. */
export const PREFIX_TOKENS = 3
