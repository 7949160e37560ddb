import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { randomStream } from '@/core/data/rng'
import { MAX_PACKED_TEXT } from '@/core/sweep/permalink'
import { packText, unpackText } from './packed-text'

it('brings every short text back, in characters that a link needs no escape for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
      const packed = await packText(text)
      expect(packed).toMatch(/^[A-Za-z0-9_-]+$/)
      expect(await unpackText(packed!)).toBe(text)
    }),
  )
})

it('packs no more than a link has room for', async () => {
  const random = randomStream('data', 0)
  const noise = Array.from({ length: 4000 }, () => String.fromCharCode(33 + random.integer(90))).join('')
  expect(await packText(noise)).toBeUndefined()
  expect((await packText('la '.repeat(20_000)))!.length).toBeLessThanOrEqual(MAX_PACKED_TEXT)
})

it('unpacks nothing that is damaged, no text, or larger than a text may be', async () => {
  const packed = (bytes: Uint8Array) => deflateRawSync(bytes).toString('base64url')
  expect(await unpackText('A')).toBeUndefined()
  expect(await unpackText('____')).toBeUndefined()
  expect(await unpackText(packed(Uint8Array.of(0xff, 0xfe, 0xff)))).toBeUndefined()
  expect(await unpackText(packed(new Uint8Array(65_537).fill(97)))).toBeUndefined()
  expect(await unpackText(packed(new Uint8Array(65_536).fill(97)))).toBe('a'.repeat(65_536))
})
