/** How symbols of strings are written. */
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/'

/** Characters that nobody would see. */
const STAND_INS: Readonly<Record<string, string>> = { ' ': '␣', '\n': '⏎', '\t': '⇥' }

export interface Alphabet {
  readonly text: (symbol: number) => string
  /** The symbol that a key stands for, if any. */
  readonly ofKey: (key: string) => number | undefined
}

/**
 * @param vocab V, symbols. @param symbols how each is written, where they stand for characters. Else digits and letters where there are enough of
 * them, and numbers.
 */
export function alphabetOf(vocab: number, symbols?: readonly string[]): Alphabet {
  const written = symbols ?? (vocab <= DIGITS.length ? [...DIGITS].slice(0, vocab) : undefined)
  return {
    text: (symbol) => {
      const own = written?.[symbol] ?? String(symbol)
      return STAND_INS[own] ?? own
    },
    ofKey(key) {
      const found = written?.indexOf(key) ?? -1
      return found < 0 ? undefined : found
    },
  }
}
