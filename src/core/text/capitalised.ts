/** As a sentence begins. Names that begin with a Greek letter or a digit stay. */
export const capitalised = (text: string): string => text.replace(/^[a-z]/, (letter) => letter.toUpperCase())
