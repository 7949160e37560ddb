/** Questions that tests ask of findings. */
import type { Exhibit } from '../figures/figure'
import type { Finding, Verdict } from '../findings/finding'
import type { Run } from '../runs/run'

/** The verdict of each, by its id; of several with one id, the last. */
export const verdictsOf = (findings: readonly Finding[]): Readonly<Record<string, Verdict>> =>
  Object.fromEntries(findings.map(({ id, verdict }) => [id, verdict]))

/** The first of that id. @throws RangeError where there is none. */
export function findingOf<F extends Finding, Id extends F['id']>(
  findings: readonly F[],
  id: Id,
): Extract<F, { readonly id: Id }> {
  const isIt = (finding: F): finding is Extract<F, { readonly id: Id }> => finding.id === id
  const found = findings.find(isIt)
  if (!found) throw new RangeError(`there is no finding "${id}"`)
  return found
}

/** Everything that an exhibit says of runs. */
export const sentencesOf = <F extends Finding>(exhibit: Exhibit<F>, runs: readonly Run[]): string[] =>
  exhibit.findings({ runs }).flatMap((finding) => {
    const { text, paper } = exhibit.sentence(finding)
    return paper === undefined ? [text] : [text, paper]
  })

/** Matches a sentence in which a value that it needs is missing. */
export const UNFILLED = /NaN|undefined|\[object|Infinity| {2}/
