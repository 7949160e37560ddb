/** Findings as data: whether a model predicts its strings, and whether it predicts fewer tokens of more strings. */
import type { ExhibitInput } from '@/core/figures/figure'
import type { FindingOf } from '@/core/findings/finding'
import { type Decision, decideAbove } from '@/core/findings/verdict'
import { effectOf } from '@/core/metrics/effect'
import { byModel, bySize, pairedBySeed } from '@/core/runs/group'
import { type FinishedRun, finishedRuns } from '@/core/runs/run'
import { accuraciesOf, chanceOf } from './series'

/** Strings of one number, and the accuracy of every seed on them. */
interface AtSize {
  readonly datasetSize: number
  readonly accuracies: readonly number[]
}

export interface Values {
  /** Accuracy on the fewest strings, less that of a guess. */
  readonly learned: AtSize & { readonly about: string; readonly decision: Decision }
  /** Accuracy on the fewest strings less that on the most, seed by seed. */
  readonly crowded: {
    readonly few: AtSize
    readonly many: AtSize
    readonly about: string
    readonly decision: Decision
  }
}
export type OwnFinding = FindingOf<Values>

/** An accuracy that differs by less is as good as the same. */
const MARGIN = 0.05

const accuracyOf = ({ record }: FinishedRun): number => record.measures.accuracy!

export const findings = ({ runs }: ExhibitInput): OwnFinding[] =>
  byModel(finishedRuns(runs).filter(({ record }) => record.measures.accuracy !== undefined)).flatMap(
    ({ about, runs: own }): OwnFinding[] => {
      const sizes = bySize(own)
      const [few, many] = [sizes[0]!, sizes.at(-1)!]
      const at = (size: typeof few): AtSize => ({
        datasetSize: size.datasetSize,
        accuracies: accuraciesOf(size),
      })
      const learned = decideAbove(effectOf(few.runs.map((run) => accuracyOf(run) - chanceOf(run))), MARGIN)
      const falls = pairedBySeed(few.runs, many.runs, (less, more) => accuracyOf(less) - accuracyOf(more))
      const crowded = few === many || falls.length === 0 ? undefined : decideAbove(effectOf(falls), MARGIN)
      return [
        { id: 'learned', verdict: learned.verdict, values: { ...at(few), about, decision: learned } },
        ...(crowded
          ? [
              {
                id: 'crowded',
                verdict: crowded.verdict,
                values: { few: at(few), many: at(many), about, decision: crowded },
              } as const,
            ]
          : []),
      ]
    },
  )
