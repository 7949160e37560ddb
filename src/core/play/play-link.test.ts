import { expect, it } from 'vitest'
import { isPlayHash, PLAY_HASH } from './play-hash'
import { parsePlayLink, printPlayLink } from './play-link'
import {
  FIRST_POSITION,
  frameSteps,
  nextPosition,
  type PlayPosition,
  playTrial,
  STRING_COUNTS,
  WIDTHS,
} from './position'

it('reads the link that it prints, for every position', () => {
  for (const strings of STRING_COUNTS)
    for (const width of WIDTHS) {
      const position = { strings, width, seed: 7 }
      expect(parsePlayLink(printPlayLink(position))).toEqual({ position, problems: [] })
    }
})

it('opens with 16 strings, and keeps what a short link leaves out', () => {
  expect(parsePlayLink('').position).toEqual(FIRST_POSITION)
  expect(parsePlayLink('#play').position).toEqual(FIRST_POSITION)
  expect(parsePlayLink('#play?n=64')).toEqual({ position: { ...FIRST_POSITION, strings: 64 }, problems: [] })
})

it.each([
  ['n=100', /^must be one of 8, 16, .*512, and "100" is not$/],
  ['d=8.0', /^must be one of 416 \(d=4\), 768 \(d=6\), 1216 \(d=8\), .*, and "8.0" is not$/],
  ['strings=64', /^"strings" is none of n \(strings\), d \(numbers\) and seed$/],
  ['seed=-1', /^must be a whole number from 0 to 999999, and "-1" is not$/],
  ['seed=1e3', /whole number/],
  ['n=%E0%A4%A', /broken % escape/],
])('says what is wrong in %s, and opens the rest', (part, message) => {
  const { position, problems } = parsePlayLink(`#play?${part}`)
  expect(position).toEqual(FIRST_POSITION)
  expect(problems).toEqual([expect.objectContaining({ message: expect.stringMatching(message) })])
})

it('calls the parts of a link what the page calls them', () => {
  const { problems } = parsePlayLink('#play?n=banana&d=1216&seed=x')
  expect(problems.map(({ field }) => field)).toEqual(['strings', 'numbers', 'seed'])
})

it('knows which hashes lead to the landing page', () => {
  const hashes = [
    '',
    '#',
    '#/',
    PLAY_HASH,
    '#/play',
    '#play?n=8',
    '#capacity',
    '#playful',
    '#device',
    '#?v=1',
  ]
  expect(hashes.filter(isPlayHash)).toEqual(['', '#', '#/', '#play', '#/play', '#play?n=8'])
})

it('trains capacity’s Tiny in other sizes', () => {
  expect(playTrial(FIRST_POSITION)).toMatchObject({ params: 1216, datasetSize: 16, steps: 300, seed: 0 })
  expect(WIDTHS.map((width) => playTrial({ ...FIRST_POSITION, width }).params)).toEqual([
    416, 768, 1216, 2400, 3968,
  ])
})

it('looks at a model from its first step to its last, less often where there is more to look at', () => {
  const looks = (strings: number, width: number) => {
    const steps = frameSteps({ strings, width })
    expect([steps[0], steps.at(-1)]).toEqual([0, playTrial(FIRST_POSITION).steps])
    return steps.length
  }
  expect([
    looks(16, 8),
    looks(128, 16),
    looks(256, 8),
    looks(512, 8),
    looks(512, 12),
    looks(512, 16),
  ]).toEqual([28, 28, 15, 15, 10, 10])
})

it('goes on to twice as many strings, then to larger models, and ends', () => {
  const path: PlayPosition[] = []
  for (let at: PlayPosition | undefined = FIRST_POSITION; at; at = nextPosition(at)) path.push(at)
  expect(path.map(({ strings, width }) => [strings, width])).toEqual([
    ...[16, 32, 64, 128, 256, 512].map((strings) => [strings, 8]),
    [512, 12],
    [512, 16],
  ])
})
