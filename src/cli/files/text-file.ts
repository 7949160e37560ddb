/** Text files as people's tools leave them. */
import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { fileError } from './file-error'

export interface TextFile {
  /** Read as UTF-8, without a byte order mark. */
  readonly text: string
  /** Length of the byte order mark before it; 0 where there is none. */
  readonly markBytes: number
  /** Whether all of it is UTF-8; where it is not, `text` has U+FFFD for what is not. */
  readonly isUtf8: boolean
  /** Whether the file is UTF-16, and `text` therefore nonsense. */
  readonly isUtf16: boolean
}

const UTF8_MARK = Buffer.from('\ufeff')

/** @throws CliError for a file that cannot be read. */
export function readTextFile(path: string): TextFile {
  const bytes = readBytes(path)
  const markBytes = bytes.subarray(0, UTF8_MARK.length).equals(UTF8_MARK) ? UTF8_MARK.length : 0
  return {
    text: bytes.toString('utf8', markBytes),
    markBytes,
    isUtf8: isUtf8(bytes),
    isUtf16: isUtf16(bytes),
  }
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw fileError('read', path, error)
  }
}

/** By its byte order mark, or by the zero byte that is half of every ASCII letter. */
function isUtf16([first, second]: Buffer): boolean {
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  return isMarked || (second !== undefined && (first === 0) !== (second === 0))
}
