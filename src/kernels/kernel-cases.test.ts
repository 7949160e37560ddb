/** What the cases of every kernel must hold, whichever machine runs them: odd sizes in every axis, populations of all kinds, something to compare. */
import { describe, expect, it } from 'vitest'
import { ODD_SIZES } from './kit/case-data'
import type { KernelCase } from './kit/kernel'
import { everyCase } from './testing/every-case'

const VOCABS = [2, 3, 7, 33, 65, 257]
const MEMBERS = [1, 3, 17]

/** Strings of each member, from the row layout's table; undefined for a program without one. */
function stringsOf({ program: { bindings, sizes }, buffers }: KernelCase): number[] | undefined {
  const { MEMBERS_AT, STRINGS_AT } = sizes
  const at = bindings.findIndex(({ name }) => name === 'table')
  if (at < 0 || MEMBERS_AT === undefined || STRINGS_AT === undefined) return undefined
  const strings = new Array<number>(STRINGS_AT - MEMBERS_AT).fill(0)
  for (let i = 4 * STRINGS_AT; i < buffers[at]!.length; i += 4) strings[buffers[at]![i + 1]!]!++
  return strings
}

const membersOf = (test: KernelCase): number => stringsOf(test)?.length ?? test.program.sizes.MEMBERS!

/** Sizes by axis, as far as a program has it. Attention counts its width in pieces of one or four floats. */
function axesOf(test: KernelCase): Readonly<Record<string, readonly number[]>> {
  const { WIDTH, DEPTH, SEQ, SEQ_LEN, HEADS, HEAD_WIDTH, PARAM_COUNT } = test.program.sizes
  const one = (size: number | undefined) => (size === undefined ? [] : [size])
  return {
    width: one(HEADS !== undefined && HEAD_WIDTH !== undefined ? HEADS * HEAD_WIDTH : WIDTH),
    depth: one(DEPTH),
    'string length': one(SEQ ?? SEQ_LEN),
    heads: one(HEADS),
    parameters: one(PARAM_COUNT),
    strings: stringsOf(test) ?? [],
  }
}

const programs = new Map<string, KernelCase[]>()
for (const test of everyCase) {
  const { id } = test.program
  programs.set(id, [...(programs.get(id) ?? []), test])
}

describe.each([...programs])('cases of %s', (_, cases) => {
  it.each(Object.keys(axesOf(cases[0]!)))('have every odd size: %s', (axis) => {
    const sizes = new Set(cases.flatMap((test) => axesOf(test)[axis]!))
    if (sizes.size > 0) expect([...sizes]).toEqual(expect.arrayContaining([...ODD_SIZES]))
  })

  it('have alphabets on all sides of what is done at once', () => {
    const vocabs = cases.flatMap(({ program }) => program.sizes.VOCAB ?? [])
    if (vocabs.length > 0) expect(vocabs).toEqual(expect.arrayContaining(VOCABS))
  })

  it('have one member, three and seventeen, some of unlike sizes', () => {
    expect(cases.map(membersOf)).toEqual(expect.arrayContaining(MEMBERS))
    const ragged = cases.map(stringsOf).filter((strings) => new Set(strings).size > 1)
    if (stringsOf(cases[0]!)) expect(ragged.length).toBeGreaterThan(1)
  })

  const { program } = cases[0]!
  it.each(program.bindings.filter(({ access }) => access === 'write'))(
    'compare what is written to $name, in more than one case',
    ({ name }) => {
      const compared = cases.filter(({ expected }) => hasNumber(expected[name] ?? []))
      expect(compared.length).toBeGreaterThan(1)
    },
  )

  it('compare something, each of them', () => {
    const compares = ({ expected }: KernelCase) => Object.values(expected).some(hasNumber)
    expect(cases.filter((test) => !compares(test)).map(({ name }) => name)).toEqual([])
  })
})

/** NaN marks what is not compared. */
function hasNumber(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) return true
  return false
}
