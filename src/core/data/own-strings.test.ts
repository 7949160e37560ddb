import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CUTS,
  cutText,
  defaultLength,
  END,
  heldBackCount,
  normalizeText,
  ownStringBits,
  partStrings,
  repeatedStrings,
  stringText,
  trainableCount,
} from './own-strings'

/** Texts with all that a text may hold: several scripts, marks, line ends of every system, lone surrogates. */
const texts = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'b', 'A', ' ', '\t', '\n', '\r\n', '\u2028', 'é', 'e\u0301', '😀', '\u0007'),
  }),
  fc.string({ unit: 'binary' }),
)
const normal = texts.map((text) => normalizeText(text)).filter((text) => text !== '')
const lengths = fc.integer({ min: 4, max: 12 })

describe('a normalised text', () => {
  it('has one form for texts that look alike', () => {
    expect(normalizeText('\ufeff  One\r\n\r\n\tTwo\u00a0 words \rthr\u0065\u0301e\u0000\n')).toBe(
      'One\nTwo words\nthrée',
    )
    expect(normalizeText('AbC', true)).toBe('abc')
    expect(normalizeText('a\ud800b')).toBe('a\ufffdb')
    expect(normalizeText(' \n\t ')).toBe('')
  })

  it('stays as it is when it is normalised again', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (text, lowerCase) => {
        const once = normalizeText(text, lowerCase)
        expect(normalizeText(once, lowerCase)).toBe(once)
      }),
    )
  })
})

describe('a text that is cut by its lines', () => {
  const strings = cutText('abcd\nab\nabcdef', 'lines', 4)

  it('gives a string for each line, filled up, and several for a long one', () => {
    expect(Array.from({ length: strings.count }, (_, n) => stringText(strings, n))).toEqual([
      'abcd',
      'ab',
      'abcd',
      'ef',
    ])
    expect(strings).toMatchObject({ symbols: [END, 'a', 'b', 'c', 'd', 'e', 'f'], longLines: 1, leftOver: 0 })
    expect([...strings.tokens.slice(4, 8)]).toEqual([1, 2, 0, 0])
    expect(repeatedStrings(strings)).toBe(1)
  })

  it('has no mark of the end where all lines are as long', () => {
    expect(cutText('abcd\nbcda', 'lines', 4).symbols).toEqual(['a', 'b', 'c', 'd'])
  })

  it('comes back from its tokens', () => {
    fc.assert(
      fc.property(normal, lengths, (text, seqLen) => {
        const own = cutText(text, 'lines', seqLen)
        const lines = Array.from({ length: own.count }, (_, n) => stringText(own, n))
        expect(lines.join('')).toBe(text.replaceAll('\n', ''))
      }),
    )
  })
})

describe('a running text', () => {
  it('goes on over its lines and leaves out what makes no whole string', () => {
    const strings = cutText('abc\nde fgh', 'running', 4)
    expect(Array.from({ length: strings.count }, (_, n) => stringText(strings, n))).toEqual(['abc ', 'de f'])
    expect(strings).toMatchObject({ leftOver: 2, longLines: 0, symbols: [' ', 'a', 'b', 'c', 'd', 'e', 'f'] })
  })

  it('comes back from its tokens, but for its end', () => {
    fc.assert(
      fc.property(normal, lengths, (text, seqLen) => {
        const own = cutText(text, 'running', seqLen)
        const whole = Array.from({ length: own.count }, (_, n) => stringText(own, n)).join('')
        const flat = text.replaceAll('\n', ' ')
        expect(flat.startsWith(whole)).toBe(true)
        expect([...flat]).toHaveLength([...whole].length + own.leftOver)
      }),
    )
  })
})

it('uses each symbol of its alphabet, in the order of code points', () => {
  fc.assert(
    fc.property(normal, fc.constantFrom(...CUTS), lengths, (text, cut, seqLen) => {
      const { symbols, tokens } = cutText(text, cut, seqLen)
      expect(new Set(tokens).size).toBe(symbols.length)
      const points = symbols.map((symbol) => symbol.codePointAt(0)!)
      expect(points).toEqual(points.toSorted((a, b) => a - b))
    }),
  )
})

it('counts bits by which the probabilities of all strings sum to 1', () => {
  const sum = (
    text: string,
    seqLen: number,
    strings: (vocab: number) => readonly [length: number, of: number][],
  ) => {
    const own = cutText(text, 'lines', seqLen)
    return strings(own.symbols.length).reduce((total, [length, of]) => {
      const one = { ...own, lengths: Int32Array.of(length) }
      return total + of * 2 ** -ownStringBits(one, 0)
    }, 0)
  }
  // As many strings of each length as its letters can be written in.
  expect(sum('ab\nabc\nabcd', 4, (vocab) => [1, 2, 3, 4].map((n) => [n, (vocab - 1) ** n]))).toBeCloseTo(
    1,
    12,
  )
  expect(sum('abcd\nbcda', 4, (vocab) => [[4, vocab ** 4]])).toBeCloseTo(1, 12)
})

it('takes for its length the longest line, where that is no longer than a line of verse', () => {
  expect(defaultLength('ab\nabcdefg', 'lines')).toBe(7)
  expect(defaultLength('ab', 'lines')).toBe(4)
  expect(defaultLength(`ab\n${'a'.repeat(49)}`, 'lines'), 'one symbol more than in earlier versions').toBe(49)
  expect(defaultLength('a'.repeat(80), 'lines')).toBe(80)
  expect(defaultLength('a'.repeat(81), 'lines')).toBe(48)
  expect(defaultLength(`${'a'.repeat(81)}\n${'b'.repeat(49)}`, 'lines'), 'the shorter one stays whole').toBe(
    49,
  )
  expect(defaultLength('a'.repeat(100), 'running')).toBe(16)
})

describe('what is held back', () => {
  const lines = Array.from({ length: 40 }, (_, n) => `line ${n}`)
  const strings = cutText([...lines, 'line 7'].join('\n'), 'lines', 8)

  it('is a tenth of the strings, never one that is there twice', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { training, heldBack } = partStrings(strings, seed)
      expect(heldBack).toHaveLength(4)
      expect([...training, ...heldBack].toSorted((a, b) => a - b)).toEqual([...Array(41).keys()])
      expect(heldBack.map((n) => stringText(strings, n))).not.toContain('line 7')
    }
  })

  it('is another for another seed, and the same for the same', () => {
    expect(partStrings(strings, 1)).toEqual(partStrings(strings, 1))
    expect(partStrings(strings, 1)).not.toEqual(partStrings(strings, 2))
  })

  it('leaves something to train on, whatever the text', () => {
    expect([2, 9, 20, 1000, 16_384].map(heldBackCount)).toEqual([1, 1, 2, 100, 256])
    expect(trainableCount(2)).toBe(1)
  })
})
