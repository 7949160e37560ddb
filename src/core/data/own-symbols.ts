/** How the tokens of a text are written. */
import { cutText } from './own-strings'
import type { SourceSpec } from './sources'

/** @returns the characters by token; undefined where the source is no text of a visitor, or its text is not at hand. */
export const ownSymbols = (source: SourceSpec, seqLen: number): readonly string[] | undefined =>
  source.id === 'own' && source.text !== undefined
    ? cutText(source.text, source.cut, seqLen).symbols
    : undefined
