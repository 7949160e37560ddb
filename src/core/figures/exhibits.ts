/** Registry: the `exhibit.ts` of every experiment. Apart from the experiments, so that a page can begin without it. */
import { byFolder } from '../by-folder'
import type { Sentence, Verdict } from '../findings/finding'
import type { Run } from '../runs/run'
import type { ConfigValues } from '../sweep/fields'
import type { Exhibit } from './figure'

const modules = import.meta.glob<{ exhibit: Exhibit }>(
  ['../../experiments/*/exhibit.ts', '!../../experiments/_*/**'],
  { eager: true },
)

const exhibits = byFolder(modules, ({ exhibit }) => exhibit)

/** An experiment's exhibit; undefined for an id that none has. */
export const exhibitOf = (experiment: string): Exhibit | undefined => exhibits.get(experiment)

/** A finding in words. */
export interface ToldFinding extends Sentence {
  readonly id: string
  readonly verdict: Verdict
}

/** The findings of runs, in sentences. */
export function toldFindings(
  experiment: string,
  runs: readonly Run[],
  values?: ConfigValues,
): readonly ToldFinding[] {
  const exhibit = exhibitOf(experiment)
  if (!exhibit) return []
  return exhibit
    .findings({ runs, values })
    .map((finding) => ({ id: finding.id, verdict: finding.verdict, ...exhibit.sentence(finding) }))
}
