/** What Tiny shows, by the results that come with the page: the claim of each experiment, and what it leaves open. */
import { describe, expect, it } from 'vitest'
import { loadExhibit, toldFindings } from '../figures/exhibits'
import { runsOfRecords } from '../runs/run'
import { experiments } from '../sweep/experiments'
import { wordsOf } from '../testing/findings'
import { recordedPresets } from '../testing/recorded-files'
import { isOpen } from './finding'

interface Shown {
  /** Findings that are the experiment's claim. */
  readonly claims: readonly string[]
  /** How often findings are left open, and why Tiny cannot decide them. */
  readonly open?: Readonly<Record<string, number>>
}

const TINY: Readonly<Record<string, Shown>> = {
  // It has one model and full batches: the line is Quick's, the speed that of the preset with one batch size and a constant rate.
  capacity: { claims: ['capacity', 'cliff'], open: { noLine: 1, unequalSteps: 1 } },
  scaling: { claims: ['line', 'full'] },
  'double-descent': { claims: ['peak', 'descent'] },
  // Costs of some per cent, where one run of this size varies by three.
  precision: { claims: ['readable', 'keptByMatrix', 'keptByOutput'], open: { trained: 4 } },
  membership: { claims: ['certain', 'falls', 'strict', 'law'] },
  extraction: { claims: ['cliff', 'order', 'prefix', 'newStrings'] },
  'per-string': { claims: ['kept', 'rareness', 'training', 'exposure'] },
  text: { claims: ['peak', 'testPeak', 'loss'] },
  dynamics: { claims: ['guessing', 'found', 'learned', 'position', 'heldOut'] },
  'string-factors': { claims: ['alphabetFound', 'alphabetKnown', 'entropyKnown', 'lengthKnown'] },
  // Recall behind redrawn symbols is near the limit of 90 % in strings of this length: only 1024 tokens decide it.
  'prefix-context': { claims: ['context'], open: { prefix: 1 } },
  // Seeds differ several times over in how long a string takes.
  sequence: { claims: ['left', 'speed'], open: { return: 1 } },
  families: { claims: ['held', 'ranking'] },
  calculator: { claims: ['answer', 'press'] },
  // One cost of nearly nothing.
  'recipe-knobs': { claims: ['recipe'], open: { cost: 1 } },
}

await Promise.all([...experiments.keys()].map(loadExhibit))

const recorded = [...experiments.keys()].flatMap((id) =>
  recordedPresets(id).map(({ preset, recorded: { records } }) => ({
    id,
    preset,
    told: toldFindings(id, runsOfRecords(records)),
  })),
)
const tiny = recorded.filter(({ preset }) => preset === 'tiny')

it('has every experiment', () => {
  expect(tiny.map(({ id }) => id).toSorted()).toEqual(Object.keys(TINY).toSorted())
})

describe.each(tiny)('Tiny of $id', ({ id, told }) => {
  const { claims, open = {} } = TINY[id]!
  const left = told.filter(isOpen).map((finding) => finding.id)

  it('shows the claim', () => {
    expect(told.map((finding) => finding.id)).toEqual(expect.arrayContaining([...claims]))
    expect(claims.filter((claim) => left.includes(claim))).toEqual([])
  })

  it('leaves no more open than is said here', () => {
    for (const finding of new Set(left))
      expect(left.filter((other) => other === finding).length, finding).toBeLessThanOrEqual(
        open[finding] ?? 0,
      )
  })
})

it('has short headlines over all that comes with the page', () => {
  for (const { told } of recorded) for (const finding of told) expect(wordsOf(finding)).not.toBe('')
})
