/** The text that is trained on: the file of `--strings`, UTF-8 and small, or what a link brings. */
import { statSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import { MAX_TEXT_BYTES } from '@/core/data/own-strings'
import { type OwnText, readText, type TextOptions } from '@/core/data/read-text'
import { refusalText } from '@/core/text/own-text'
import { CliError, EXIT } from '../cli-error'
import { pathText } from './file-error'
import { readTextFile } from './text-file'

/** A byte order mark is no part of the text. */
const MARK_BYTES = 3

/**
 * @param hash of the text that a link is about: the file is taken in lower case too where that is it.
 * @throws CliError for a file that cannot be read, is no text, is too large, or is another text than the link's.
 */
export function openOwnText(path: string, options: TextOptions, hash?: string): OwnText {
  const refuse = (reason: string) => new CliError(`${pathText(path)}: ${reason}`, EXIT.usage)
  // A film, say, is refused without being read.
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (bytes > MAX_TEXT_BYTES + MARK_BYTES) throw refuse(refusalText({ kind: 'too-large', bytes }))
  const { text, isUtf8, isUtf16 } = readTextFile(path)
  if (isUtf16) throw refuse('this is UTF-16: save it as UTF-8')
  if (!isUtf8) throw refuse('this is no UTF-8 text: save it as UTF-8, or name another file')
  const tries = hash === undefined ? [options] : [false, true].map((lowerCase) => ({ ...options, lowerCase }))
  const read = tries.map((own) => readText(text, own))
  const found = read.find(
    (own) => own.status === 'read' && (hash === undefined || own.own.source.hash === hash),
  )
  if (found?.status === 'read') return found.own
  const [first] = read
  if (first?.status === 'refused') throw refuse(refusalText(first.refusal))
  throw refuse('this is another text than the one that the link is about')
}

/**
 * @param packed as runtime/storage/packed-text.ts packs it. @param hash of the text that the link is about.
 * @throws CliError for what is no text, is too large, or is another text than the link's.
 */
export function openLinkedText(packed: string, options: TextOptions, hash: string): OwnText {
  const read = readText(unpacked(packed), options)
  if (read.status === 'read' && read.own.source.hash === hash) return read.own
  throw damaged()
}

function unpacked(packed: string): string {
  try {
    const bytes = inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength: MAX_TEXT_BYTES })
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw damaged()
  }
}

const damaged = (): CliError =>
  new CliError(
    'the text in this link is damaged: copy the link again, or give the text by --strings',
    EXIT.usage,
  )
