/** A visitor's own text in a link: deflated, in base64url, bounded on both ends. */
import { MAX_TEXT_BYTES } from '@/core/data/own-strings'
import { MAX_PACKED_TEXT } from '@/core/sweep/permalink'

/** @returns undefined for a text that takes more than a link has room for. */
export async function packText(text: string): Promise<string | undefined> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
  // Four characters for three bytes.
  if (Math.ceil((bytes.length * 4) / 3) > MAX_PACKED_TEXT) return undefined
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** @returns undefined for what is no packed text, or one of more bytes than a text may have: a few of them can stand for gigabytes. */
export async function unpackText(packed: string): Promise<string | undefined> {
  try {
    const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
    const parts: Uint8Array<ArrayBuffer>[] = []
    let length = 0
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      length += value.length
      if (length > MAX_TEXT_BYTES) {
        await reader.cancel()
        return undefined
      }
      parts.push(value)
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(await new Blob(parts).arrayBuffer())
  } catch {
    return undefined
  }
}
