/** What the runs have shown, sentence by sentence, each with how it stands to the paper; the lie detector beside it. */
import { useStore } from 'zustand'
import type { ToldFinding } from '@/core/figures/exhibits'
import type { Verdict } from '@/core/findings/finding'
import { recipeSentence } from '@/core/findings/recipe-sentence'
import { unbroken } from '@/core/text/number'
import { sizeColor } from '../charts/frame/marks'
import type { ExhibitionStore } from './figure-feed'
import { LieDetectorCard } from './lie-detector-card'

export function ExhibitFindings({ store }: { store: ExhibitionStore }) {
  const { findings, findingsProblem, records } = useStore(store, (s) => s.summary)
  return (
    <div className="findings">
      <section className="panel" aria-labelledby="findings-title">
        <h2 id="findings-title">What these runs show</h2>
        {findingsProblem !== undefined ? (
          <p role="alert">
            <strong>These runs could not be put into words:</strong> {findingsProblem}
          </p>
        ) : findings.length === 0 ? (
          <p>
            {records.length === 0
              ? 'Nothing has finished yet. The first results appear here.'
              : 'Too few runs have finished to say anything yet.'}
          </p>
        ) : (
          <>
            {findings.map(
              ({ id, headline }) =>
                headline !== undefined && (
                  <p key={id} className="headline">
                    {unbroken(headline)}
                  </p>
                ),
            )}
            <ul className="verdict-list">
              {findings.map((finding) => (
                <FindingLine key={finding.text} finding={finding} />
              ))}
            </ul>
          </>
        )}
        {records.length > 0 && <p className="fine-print">{recipeSentence(records)}</p>}
      </section>
      <LieDetectorCard records={records} />
    </div>
  )
}

const MARKS: Readonly<Record<Verdict, readonly [sign: string, word: string]>> = {
  agrees: ['✓', 'Agrees with the paper'],
  differs: ['≠', 'Differs from the paper'],
  'no effect': ['=', 'No effect'],
  'not told apart': ['?', 'Not told apart from chance'],
  'not reached': ['…', 'Not reached by these runs'],
  seen: ['●', 'Seen in these runs'],
}

function FindingLine({ finding }: { finding: ToldFinding }) {
  const { text, verdict, paper, color } = finding
  const [sign, word] = MARKS[verdict]
  return (
    <li data-verdict={verdict}>
      <span className="verdict-sign" aria-hidden="true">
        {sign}
      </span>
      <div>
        <p>
          <strong className="verdict-word">{word}.</strong>{' '}
          {color !== undefined && (
            <span className="swatch" style={{ background: sizeColor(color) }} aria-hidden="true" />
          )}
          {unbroken(text)}
        </p>
        {paper && (
          <p className="verdict-paper">
            <span>The paper:</span> {unbroken(paper.replace(/\.$/, ''))}.
          </p>
        )}
      </div>
    </li>
  )
}
