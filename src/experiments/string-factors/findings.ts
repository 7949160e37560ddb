/** Which way the steps go with each factor, and whether entropy does by itself what an alphabet does. */
import type { Finding } from '@/core/findings/finding'
import { groupBy } from '@/core/group'
import { spread } from '@/core/metrics/stats'
import type { TrialRecord } from '@/core/results/result'
import { foundAt, lookSpacing, ofRecord, type RepetitionRun, trend } from '@/core/runs/repetition'
import { factorsOf, knownAt } from './series'

/** Steps of one string, seed by seed; `undefined` in the mean where a seed did not get there. */
interface Place {
  readonly name: string
  readonly found: number | undefined
  readonly known: number | undefined
  readonly seeds: number
  /** The farthest that any seed lies from these means, as a share of them. */
  readonly off: number
}

function places(runs: readonly RepetitionRun[], nameOf: (run: RepetitionRun) => string): Place[] {
  return [...groupBy(runs, nameOf)].map(([name, own]) => {
    const mean = (stepOf: (run: RepetitionRun) => number | undefined) => {
      const steps = own.flatMap((run) => stepOf(run) ?? [])
      return steps.length === own.length ? spread(steps).mean : undefined
    }
    const off = [foundAt, knownAt].flatMap((stepOf) => {
      const steps = own.flatMap((run) => stepOf(run) ?? [])
      return steps.map((step) => Math.abs(step / spread(steps).mean - 1))
    })
    return { name, found: mean(foundAt), known: mean(knownAt), seeds: own.length, off: Math.max(0, ...off) }
  })
}

const text = (steps: number | undefined): string => steps?.toFixed(0) ?? 'not reached'

function lineFinding(
  what: string,
  line: readonly Place[],
  spacing: number,
  expected?: { readonly found?: number; readonly known: number; readonly paper: string },
): Finding[] {
  if (line.length < 2) return []
  const found = trend(
    line.map((place) => place.found),
    spacing,
  )
  const known = trend(
    line.map((place) => place.known),
    spacing,
  )
  const isMissing = known === undefined || (expected?.found !== undefined && found === undefined)
  const agrees = known === expected?.known && (expected?.found === undefined || found === expected.found)
  const names = line.map(({ name }) => name).join(', ')
  const seeds = line[0]!.seeds
  return [
    {
      verdict: isMissing ? 'not reached' : !expected ? 'seen' : agrees ? 'agrees' : 'differs',
      text: `${what} ${names}: steps until the alphabet is found ${line.map((p) => text(p.found)).join(', ')}; until the string is known ${line.map((p) => text(p.known)).join(', ')} (${seeds === 1 ? 'one seed' : `means of ${seeds} seeds, none of which lies more than ${Math.ceil(100 * Math.max(...line.map(({ off }) => off)))} % off`}).`,
      ...(expected ? { paper: expected.paper } : {}),
    },
  ]
}

export function findings(records: readonly TrialRecord[]): Finding[] {
  const runs = records.map(ofRecord).filter(({ curve }) => curve.steps.length > 0)
  const { alphabet, skew, length } = factorsOf(runs)
  const spacing = lookSpacing(runs)
  return [
    ...lineFinding(
      'Symbols, all equally likely,',
      places(alphabet, ({ symbols }) => String(symbols)),
      spacing,
      {
        found: 1,
        known: -1,
        paper: 'Speicher et al.: smaller alphabets are found sooner and memorised later',
      },
    ),
    ...lineFinding(
      'Bits per token, with the same symbols,',
      places(skew, ({ sourceBits }) => sourceBits.toFixed(2)),
      spacing,
      { known: -1, paper: 'Speicher et al.: less entropy is memorised later, with the alphabet unchanged' },
    ),
    ...lineFinding(
      'Tokens',
      places(length, ({ seqLen }) => String(seqLen)),
      spacing,
    ),
  ]
}
