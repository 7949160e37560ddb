/** Findings: what rounding cost, after training by bits, while training by format, seed against seed. */
import type { FindingOf } from '@/core/findings/finding'
import { decideAbove, verdictAlone } from '@/core/findings/verdict'
import { type Effect, effectOf } from '@/core/metrics/effect'
import { mean } from '@/core/metrics/stats'
import { PRECISIONS } from '@/core/model/precision'
import { type FinishedRun, finishedRuns, type Run } from '@/core/runs/run'
import { type AfterTraining, CHANNEL_INTEGERS, INTEGERS, measureOf, type Precision } from './formats'
import { changesFrom, largestRuns, runsIn } from './series'

/** Share of the bits that integers of so many bits keep, mean over seeds. */
interface Kept {
  readonly bitsPerWeight: number
  readonly share: number
}

export interface PrecisionValues {
  /** How few bits of a weight still give {@link READABLE} of what is stored. */
  readonly readable: {
    /** Bits per parameter in float32, one value for each seed. */
    readonly held: readonly number[]
    /** Undefined where no integers of up to 8 bits are enough. */
    readonly bitsPerWeight: number | undefined
    readonly scale: 'matrix' | 'output'
  }
  readonly keptByMatrix: { readonly kept: readonly Kept[] }
  readonly keptByOutput: { readonly kept: readonly Kept[] }
  readonly trained: {
    readonly precision: Precision
    /** Change of the bits, against float32 with the same seed. */
    readonly change: Effect
    readonly seedsNeeded: number | undefined
  }
}
export type PrecisionFinding = FindingOf<PrecisionValues>

/** Share of the bits that must be left for a rounded model to count as good as before. */
export const READABLE = 0.95

/** A hundredth of the bits: as much as another order of sums moves one run, so a smaller cost is none that matters. */
export const COST_MARGIN = 0.01

export function findings({ runs }: { readonly runs: readonly Run[] }): PrecisionFinding[] {
  const own = largestRuns(finishedRuns(runs))
  const float32 = runsIn('float32', own)
  if (float32.length === 0) return []
  return [
    ...afterFindings(float32),
    ...PRECISIONS.filter((precision) => precision !== 'float32').flatMap((precision) =>
      trainedFinding(precision, own, float32),
    ),
  ]
}

/** Formats that were not measured in every run are left out. */
const keptBy = (formats: readonly AfterTraining[], float32: readonly FinishedRun[]): Kept[] =>
  formats.flatMap((format) => {
    const shares = float32.flatMap(({ record: { measures, memorizedBits } }) => {
      const left = measures[measureOf(format)]
      return left === undefined ? [] : [left / memorizedBits]
    })
    const { bitsPerWeight } = format
    return shares.length < float32.length ? [] : [{ bitsPerWeight, share: mean(shares) }]
  })

function afterFindings(float32: readonly FinishedRun[]): PrecisionFinding[] {
  const [byMatrix, byOutput] = [keptBy(INTEGERS, float32), keptBy(CHANNEL_INTEGERS, float32)]
  if (byMatrix.length === 0) return []
  const enough = (kept: readonly Kept[]) =>
    kept.filter(({ share }) => share >= READABLE).map(({ bitsPerWeight }) => bitsPerWeight)
  const [fewestByMatrix, fewest] = [
    Math.min(...enough(byMatrix)),
    Math.min(...enough(byMatrix), ...enough(byOutput)),
  ]
  const bitsPerWeight = Number.isFinite(fewest) ? fewest : undefined
  return [
    {
      id: 'readable',
      verdict: bitsPerWeight === undefined ? 'not reached' : 'seen',
      values: {
        held: float32.map(({ record }) => record.bitsPerParam),
        bitsPerWeight,
        scale: fewestByMatrix === fewest ? 'matrix' : 'output',
      },
    },
    { id: 'keptByMatrix', verdict: 'seen', values: { kept: byMatrix } },
    ...(byOutput.length === 0
      ? []
      : [{ id: 'keptByOutput', verdict: 'seen', values: { kept: byOutput } } as const]),
  ]
}

/** The paper says that bfloat16 costs bits, and nothing of the others: for them a cost is only seen. */
function trainedFinding(
  precision: Precision,
  runs: readonly FinishedRun[],
  float32: readonly FinishedRun[],
): PrecisionFinding[] {
  const changes = changesFrom(float32, precision, runs)
  if (changes.length === 0) return []
  const decision = decideAbove(effectOf(changes.map((change) => -change)), COST_MARGIN)
  return [
    {
      id: 'trained',
      verdict: precision.startsWith('bfloat16') ? decision.verdict : verdictAlone(decision),
      values: { precision, change: effectOf(changes), seedsNeeded: decision.seedsNeeded },
    },
  ]
}

/** Presets that decide what smaller ones leave open. */
export const settledBy = { readable: 'quick', trained: 'lecture' } as const satisfies Partial<
  Record<PrecisionFinding['id'], string>
>
