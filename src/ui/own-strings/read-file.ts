/** A file that was dropped or chosen, as text; or why it is none. */
import { MAX_TEXT_BYTES } from '@/core/data/own-strings'
import { refusalText } from '@/core/text/own-text'

type ReadFile = { readonly text: string } | { readonly problem: string }

/** A byte order mark is no part of the text. */
const MARK_BYTES = 3

export async function readTextFile(file: Blob): Promise<ReadFile> {
  if (file.size > MAX_TEXT_BYTES + MARK_BYTES)
    return { problem: refusalText({ kind: 'too-large', bytes: file.size }) }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return { problem: 'This file is UTF-16: save it as UTF-8.' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { problem: 'This file is not UTF-8 text: save it as UTF-8, or choose another.' }
  }
}
