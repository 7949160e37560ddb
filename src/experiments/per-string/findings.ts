/** Findings: how unevenly strings are kept, whether rare ones are kept more, and what repetition does. */
import type { ExhibitInput } from '@/core/figures/figure'
import type { FindingOf } from '@/core/findings/finding'
import { type Decision, decideAbove } from '@/core/findings/verdict'
import { type Effect, effectOf } from '@/core/metrics/effect'
import { mean } from '@/core/metrics/stats'
import { measureOf } from '@/core/runs/group'
import { type RunGroup, runGroups } from './series'

interface OfGroup {
  /** Which of several groups of runs, `N 974`. */
  readonly about: string
}

/** A value of every seed, for strings that are there so many times. */
interface AtCopies {
  readonly copies: number
  readonly bits: readonly number[]
}

export interface PerStringValues {
  /** Memorised bits of a training string that is there once, and of a new one; share of the former that stand out. */
  readonly kept: OfGroup & {
    readonly trained: readonly number[]
    readonly unseen: readonly number[]
    readonly keptShare: readonly number[]
  }
  /** Memorised bits of the rarest and of the commonest fifth; decided on their difference within a seed. */
  readonly rareness: OfGroup & {
    /** Whether strings below 0 count as 0, as in the paper; runs from before that was measured have the plain means. */
    readonly isClipped: boolean
    readonly rare: readonly number[]
    readonly common: readonly number[]
    readonly decision: Decision
  }
  /** The same bits less those of new strings as rare. */
  readonly training: OfGroup & { readonly rare: readonly number[]; readonly common: readonly number[] }
  /** Decided on the growth of a canary's exposure within a seed; undecided where the fewest copies leave no room for it. */
  readonly exposure: OfGroup & {
    readonly fewest: AtCopies
    readonly most: AtCopies
    /** The number of copies from which on it is likelier than all candidates. */
    readonly leadsFrom: number | undefined
    readonly boundBits: number
    readonly decision: Decision | undefined
  }
  /** Memorised bits of a string that is there often, and what it gains over one that is there seldom. */
  readonly copies: OfGroup & { readonly fewest: AtCopies; readonly most: AtCopies; readonly gain: Effect }
}
export type PerStringFinding = FindingOf<PerStringValues>

/** Bits of a string that are as good as none: it takes some 40. */
const RARENESS_MARGIN = 0.1
/** Growth of an exposure by less than a bit, which halves a canary's rank, is as good as none. */
const EXPOSURE_MARGIN = 1
/** Growth can show where the fewest copies leave at least so many bits to the bound. */
const EXPOSURE_ROOM_BITS = 2
/** Mean exposure so near to the bound that nearly every canary is there. */
const AT_BOUND_BITS = 0.05

export const findings = ({ runs }: ExhibitInput): PerStringFinding[] =>
  runGroups(runs).flatMap((group) => [
    ...keptFinding(group),
    ...rarenessFindings(group),
    ...(group.kind === 'canaries' ? exposureFinding(group) : []),
    ...(group.kind === 'copies' ? copiesFinding(group) : []),
  ])

/** One measure less another of the same run, for each run that has both. */
const differences = ({ runs }: RunGroup, name: string, less: string): number[] =>
  runs.flatMap(({ record: { measures } }) => {
    const [value, other] = [measures[name], measures[less]]
    return value === undefined || other === undefined ? [] : [value - other]
  })

/** Records from files may lack any measure: of values that none of them has, nothing is said. */
const areThere = (...values: readonly (readonly number[])[]): boolean =>
  values.every(({ length }) => length > 0)

function keptFinding({ about, runs }: RunGroup): PerStringFinding[] {
  const trained = measureOf(runs, 'memorizedBitsPerString')
  const unseen = measureOf(runs, 'heldoutMemorizedBitsPerString')
  const keptShare = measureOf(runs, 'keptShare')
  return areThere(unseen, keptShare)
    ? [{ id: 'kept', verdict: 'seen', values: { about, trained, unseen, keptShare } }]
    : []
}

/** The paper's sentence is about the bits themselves; what membership adds to strings of equal rareness is another question. */
function rarenessFindings(group: RunGroup): PerStringFinding[] {
  const { about, runs } = group
  // Of a visitor's own text nobody knows how likely a string is.
  if (runs.some(({ trial }) => trial.source.id === 'own')) return []
  const clippedEffects = differences(group, 'rareClippedBits', 'commonClippedBits')
  const isClipped = clippedEffects.length === runs.length
  const [rareName, commonName] = isClipped
    ? (['rareClippedBits', 'commonClippedBits'] as const)
    : (['rareBits', 'commonBits'] as const)
  const effects = differences(group, rareName, commonName)
  if (!areThere(effects)) return []
  const decision = decideAbove(effectOf(effects), RARENESS_MARGIN)
  const rareness: PerStringFinding = {
    id: 'rareness',
    verdict: decision.verdict,
    values: {
      about,
      isClipped,
      rare: measureOf(runs, rareName),
      common: measureOf(runs, commonName),
      decision,
    },
  }
  const rare = differences(group, 'rareBits', 'heldoutRareBits')
  const common = differences(group, 'commonBits', 'heldoutCommonBits')
  return areThere(rare, common)
    ? [rareness, { id: 'training', verdict: 'seen', values: { about, rare, common } }]
    : [rareness]
}

/** A measure of the strings that are there least often and of those that are there most often; undefined where that is one number. */
function endsOf({ repeats, runs }: RunGroup, name: string) {
  const [least, most] = [repeats[0], repeats.at(-1)]
  if (least === undefined || most === undefined || least === most) return undefined
  const at = (copies: number): AtCopies => ({ copies, bits: measureOf(runs, `${name}${copies}`) })
  return { fewest: at(least), most: at(most) }
}

function exposureFinding(group: RunGroup): PerStringFinding[] {
  const ends = endsOf(group, 'exposureBits')
  if (!ends) return []
  const { about, runs, repeats } = group
  const { fewest, most } = ends
  const growth = differences(group, `exposureBits${most.copies}`, `exposureBits${fewest.copies}`)
  const bounds = measureOf(runs, 'exposureBoundBits')
  if (!areThere(growth, bounds)) return []
  const boundBits = Math.max(...bounds)
  const isFull = (copies: number) => {
    const bits = measureOf(runs, `exposureBits${copies}`)
    return areThere(bits) && mean(bits) > boundBits - AT_BOUND_BITS
  }
  const leadsFrom = repeats.find((from) => repeats.filter((copies) => copies >= from).every(isFull))
  const hasRoom = mean(fewest.bits) <= boundBits - EXPOSURE_ROOM_BITS
  const decision = hasRoom ? decideAbove(effectOf(growth), EXPOSURE_MARGIN) : undefined
  return [
    {
      id: 'exposure',
      verdict: decision?.verdict ?? 'not reached',
      values: { about, ...ends, leadsFrom, boundBits, decision },
    },
  ]
}

function copiesFinding(group: RunGroup): PerStringFinding[] {
  const ends = endsOf(group, 'plantedBits')
  if (!ends) return []
  const { fewest, most } = ends
  const gains = differences(group, `plantedBits${most.copies}`, `plantedBits${fewest.copies}`)
  if (!areThere(gains)) return []
  const gain = effectOf(gains)
  return [{ id: 'copies', verdict: 'seen', values: { about: group.about, ...ends, gain } }]
}

/** Presets that decide what smaller ones leave open. */
export const settledBy = { rareness: 'quick', exposure: 'quick' } as const satisfies Partial<
  Record<PerStringFinding['id'], string>
>
