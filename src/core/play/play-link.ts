/** `#play?n=64&d=8&seed=3`: a position of the landing page as a link. Every part is checked, since a link may come from anyone. */
import { excerpt } from '../excerpt'
import type { Problem } from '../sweep/fields'
import { decodeQuery } from '../sweep/permalink'
import { FIRST_POSITION, MAX_SEED, type PlayPosition, playTrial, STRING_COUNTS, WIDTHS } from './position'

interface PlayLink {
  /** What could not be read stays as on a first visit. */
  readonly position: PlayPosition
  readonly problems: readonly Problem[]
}

/** Parts of a link, and what the page calls them. */
const NAMES = new Map([
  ['n', 'strings'],
  ['d', 'numbers'],
  ['seed', 'seed'],
])

export const printPlayLink = ({ strings, width, seed }: PlayPosition): string =>
  `#play?n=${strings}&d=${width}&seed=${seed}`

/** @param hash one that leads to the landing page. */
export function parsePlayLink(hash: string): PlayLink {
  const at = hash.indexOf('?')
  const params = decodeQuery(at < 0 ? '' : hash.slice(at + 1))
  const problems: Problem[] = params
    ? []
    : [{ field: undefined, message: 'the link holds a broken % escape: copy it again' }]
  const read = <T extends number>(
    name: string,
    otherwise: T,
    isAllowed: (value: number) => boolean,
    wanted: string,
  ) => {
    const text = params?.find(([given]) => given === name)?.[1]
    if (text === undefined) return otherwise
    const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
    if (isAllowed(value)) return value
    problems.push({ field: NAMES.get(name), message: `must be ${wanted}, and "${excerpt(text)}" is not` })
    return otherwise
  }
  for (const [name] of params ?? [])
    if (!NAMES.has(name))
      problems.push({
        field: undefined,
        message: `"${excerpt(name)}" is none of n (strings), d (numbers) and seed`,
      })
  const oneOf = (values: readonly (number | string)[]) => `one of ${values.join(', ')}`
  const sizes = WIDTHS.map((d) => `${playTrial({ ...FIRST_POSITION, width: d }).params} (d=${d})`)
  const position = {
    strings: read('n', FIRST_POSITION.strings, (n) => isIn(STRING_COUNTS, n), oneOf(STRING_COUNTS)),
    width: read('d', FIRST_POSITION.width, (d) => isIn(WIDTHS, d), oneOf(sizes)),
    seed: read(
      'seed',
      FIRST_POSITION.seed,
      (seed) => seed >= 0 && seed <= MAX_SEED,
      `a whole number from 0 to ${MAX_SEED}`,
    ),
  }
  return { position, problems }
}

const isIn = (values: readonly number[], value: number): boolean => values.includes(value)
