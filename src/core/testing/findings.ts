/** Questions that tests ask of findings. */
import type { Exhibit } from '../figures/figure'
import { type Finding, HEADLINE_WORDS, type Sentence, type Verdict } from '../findings/finding'
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

/** Words as a reader counts them: what stands between spaces and has a letter or a digit. */
const wordsIn = (text: string): number =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length

/** All words of a sentence. @throws RangeError for a headline that is too long, or that is missing. */
export function wordsOf({ headline, text, paper }: Sentence): string {
  const words = wordsIn(headline)
  if (words === 0 || words > HEADLINE_WORDS)
    throw new RangeError(`a headline of ${words} words, "${headline}", for: ${text}`)
  return [headline, text, paper ?? ''].join('\n')
}

/** Everything that an exhibit says of runs, finding by finding. @throws RangeError see {@link wordsOf}. */
export const sentencesOf = <F extends Finding>(exhibit: Exhibit<F>, runs: readonly Run[]): string[] =>
  exhibit.findings({ runs }).map((finding) => wordsOf(exhibit.sentence(finding)))

/** Matches a sentence in which a value that it needs is missing. */
export const UNFILLED = /NaN|undefined|\[object|Infinity| {2}/
