/** Texts to begin with. */
import { type RandomStream, randomStream } from '@/core/data/rng'

interface Starter {
  readonly name: string
  text(): string
}

/** William Blake, "The Tyger" (1794), five stanzas. */
const POEM = `Tyger Tyger, burning bright,
In the forests of the night;
What immortal hand or eye,
Could frame thy fearful symmetry?

In what distant deeps or skies,
Burnt the fire of thine eyes?
On what wings dare he aspire?
What the hand, dare seize the fire?

And what shoulder, & what art,
Could twist the sinews of thy heart?
And when thy heart began to beat,
What dread hand? & what dread feet?

What the hammer? what the chain,
In what furnace was thy brain?
What the anvil? what dread grasp,
Dare its deadly terrors clasp!

When the stars threw down their spears
And water'd heaven with their tears:
Did he smile his work to see?
Did he who made the Lamb make thee?`

/** No two begin with the same three letters, so that these say whose number is asked for. */
const NAMES = [
  ...[
    'Ada',
    'Ben',
    'Cleo',
    'Dora',
    'Emil',
    'Fay',
    'Gus',
    'Hana',
    'Ivo',
    'Jun',
    'Kai',
    'Lea',
    'Mo',
    'Nils',
    'Oda',
  ],
  ...['Pia', 'Quinn', 'Rosa', 'Sven', 'Tara', 'Udo', 'Vera', 'Wim', 'Xenia', 'Yara', 'Zoe'],
]

const digits = (random: RandomStream, count: number): string =>
  Array.from({ length: count }, () => random.integer(10)).join('')

/** Numbers that nobody has, as far as we know: drawn at random. */
export function phoneNumbers(): string {
  const random = randomStream('probe', 0)
  return NAMES.map((name) => `${name} ${digits(random, 4)} ${digits(random, 4)}`).join('\n')
}

/** The same letters in another order: lines and words keep their lengths. */
export function shuffledLetters(text: string): string {
  const random = randomStream('probe', 1)
  const letters = [...text].filter((symbol) => !/\s/.test(symbol))
  for (let i = letters.length - 1; i > 0; i--) {
    const j = random.integer(i + 1)
    const other = letters[i]!
    letters[i] = letters[j]!
    letters[j] = other
  }
  let next = 0
  return [...text].map((symbol) => (/\s/.test(symbol) ? symbol : letters[next++]!)).join('')
}

export const STARTERS: readonly Starter[] = [
  { name: 'Phone numbers', text: phoneNumbers },
  { name: 'A poem', text: () => POEM },
  { name: 'Its letters shuffled', text: () => shuffledLetters(POEM) },
]
