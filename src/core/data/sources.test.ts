import { describe, expect, it } from 'vitest'
import { randomStream } from './rng'
import {
  createSource,
  parseSource,
  printSource,
  SOURCE_IDS,
  type SourceSpec,
  skewedDistribution,
} from './sources'

const SPECS: readonly SourceSpec[] = [
  { id: 'uniform' },
  { id: 'alphabet', symbols: 2, skew: 0 },
  { id: 'alphabet', symbols: 3, skew: 1.5 },
  { id: 'markov', concentration: 0.3 },
  { id: 'markov', concentration: 2 },
  { id: 'template', templates: 2, slots: 1 },
  { id: 'template', templates: 5, slots: 3 },
]

it('tests every kind of source that is drawn', () => {
  expect(new Set([...SPECS.map(({ id }) => id), 'text', 'own'])).toEqual(new Set(SOURCE_IDS))
  expect(parseSource('text')).toEqual({ id: 'text' })
  expect(() => createSource({ id: 'text' }, 32, 16, 0)).toThrow(/brings the strings/)
})

it('names a text of one’s own without the text', () => {
  const name = { id: 'own', cut: 'lines', count: 20, hash: 'f779e5157a3dfaf4' } as const
  const word = 'own-lines-20-f779e5157a3dfaf4'
  expect(printSource({ ...name, text: 'a secret' })).toBe(word)
  expect(parseSource(word)).toEqual(name)
  for (const other of [
    `${word}0`,
    word.toUpperCase(),
    word.replace('lines', 'words'),
    word.replace('20', '020'),
    'own-',
  ])
    expect(parseSource(other)).toBeUndefined()
  expect(() => createSource(name, 32, 16, 0)).toThrow(/brings its strings/)
})

describe.each(SPECS.map((spec) => [printSource(spec), spec] as const))('source %s', (text, spec) => {
  it('is read back from its word, and from nothing that only resembles it', () => {
    expect(parseSource(text)).toEqual(spec)
    for (const other of [`${text}-7-7`, ` ${text}`, `${text}.0`, text.toUpperCase(), `${text}-NaN`])
      expect(parseSource(other)).toBeUndefined()
  })

  it('draws S tokens below V where it is told to, and nowhere else', () => {
    const out = new Int32Array(20).fill(-1)
    createSource(spec, 5, 8, 0).draw(randomStream('data', 1), out, 6)
    expect(
      [...out].map((token, i) => (i >= 6 && i < 14 ? token >= 0 && token < 5 : token === -1)),
    ).not.toContain(false)
  })

  it('knows the probability of each string: over all of them they sum to 1', () => {
    const source = createSource(spec, 3, 5, 4)
    let sum = 0
    for (let n = 0; n < 3 ** 5; n++) {
      const tokens = Int32Array.from({ length: 5 }, (_, t) => Math.floor(n / 3 ** t) % 3)
      sum += 2 ** -source.bits(tokens, 0)
    }
    expect(sum).toBeCloseTo(1, 12)
  })

  it('draws strings as often as it says', () => {
    const source = createSource(spec, 3, 3, 2)
    const random = randomStream('data', 8)
    const counts = new Array<number>(27).fill(0)
    const tokens = new Int32Array(3)
    for (let i = 0; i < 8000; i++) {
      source.draw(random, tokens, 0)
      counts[tokens[0]! * 9 + tokens[1]! * 3 + tokens[2]!]! += 1
    }
    counts.forEach((count, n) => {
      const p = 2 ** -source.bits(Int32Array.from([Math.floor(n / 9), Math.floor(n / 3) % 3, n % 3]), 0)
      expect(Math.abs(count - 8000 * p)).toBeLessThanOrEqual(4 * Math.sqrt(8000 * p * (1 - p)))
    })
  })

  it('is the same for the same seed', () => {
    const bits = (seed: number) => createSource(spec, 3, 5, seed).bits(Int32Array.from([0, 1, 0, 0, 1]), 0)
    expect(bits(7)).toBe(bits(7))
    if (spec.id === 'markov') expect(bits(8)).not.toBe(bits(7))
  })
})

it('refuses what does not fit the vocabulary or the string', () => {
  expect(() => createSource({ id: 'alphabet', symbols: 9, skew: 0 }, 8, 4, 0)).toThrow(/9 symbols.*of 8/)
  expect(() => createSource({ id: 'template', templates: 2, slots: 5 }, 8, 4, 0)).toThrow(/5 slots.*4 tokens/)
})

it('gives a Markov chain of Dirichlet(0.3) rows over 16 symbols the entropy that theory expects', () => {
  // E[H] of a symmetric Dirichlet(a) over V: (ψ(aV + 1) − ψ(a + 1)) / ln 2 = 2.63 bits; the first symbol has 4.
  const source = createSource({ id: 'markov', concentration: 0.3 }, 16, 1024, 3)
  const tokens = new Int32Array(1024)
  source.draw(randomStream('data', 0), tokens, 0)
  expect((source.bits(tokens, 0) - 4) / 1023).toBeGreaterThan(2.2)
  expect((source.bits(tokens, 0) - 4) / 1023).toBeLessThan(3.0)
})

it('skews an alphabet as a power law', () => {
  expect([...skewedDistribution(4, 0)]).toEqual([0.25, 0.25, 0.25, 0.25])
  const [first, second] = skewedDistribution(4, 2)
  expect(first! / second!).toBeCloseTo(4, 12)
})
