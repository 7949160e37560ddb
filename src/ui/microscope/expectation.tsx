/** What the model expects in one place: its likeliest symbols, the right one among them. */
import { useStore } from 'zustand'
import { percentText } from '@/core/text/number'
import type { MicroscopeStore, StringAnswer } from '@/state/microscope-store'
import type { Alphabet } from './symbols'

/** What rounds to no per cent is left out, unless it is the right one. */
const worthTelling = (expected: StringAnswer['expected'], right: number): StringAnswer['expected'] =>
  expected.filter(({ symbol, probability }) => probability >= 0.005 || symbol === right)

/** Nothing is impossible to a softmax. */
const shareText = (p: number): string => (p < 0.005 ? `<\u2009${percentText(0.01)}` : percentText(p))

export function Expectation({ store, alphabet }: { store: MicroscopeStore; alphabet: Alphabet }) {
  const answer = useStore(store, (s) => s.answer)
  const isPlaying = useStore(store, (s) => s.isPlaying)
  const chosen = useStore(store, (s) => s.position)
  if (!answer) return null
  const position = chosen ?? answer.tokens.length - 1
  const right = answer.tokens[position]!
  const said = answer.said[position]!
  const most = answer.expected[0]?.probability ?? 1
  const { text } = alphabet
  return (
    <section aria-labelledby="expectation">
      <h3 id="expectation">What it expects as symbol {position + 1}</h3>
      <p className="microscope-note" aria-live={isPlaying ? 'off' : 'polite'}>
        {said === right
          ? `It says ${text(right)}, which is right, and is ${percentText(answer.probabilities[position]!)} sure.`
          : `The right one is ${text(right)}. It gives it ${shareText(answer.probabilities[position]!)}, and says ${text(said)}.`}
        {answer.choiceBits[position]! > 0 &&
          ' Nothing before it tells which string this is: it can only guess.'}
      </p>
      <ul className="expectation-bars">
        {worthTelling(answer.expected, right).map(({ symbol, probability }) => (
          <li key={symbol} data-kind={symbol === right ? 'right' : symbol === said ? 'wrong' : undefined}>
            <span className="expectation-symbol">{text(symbol)}</span>
            <span className="bar-track">
              <span className="bar" style={{ width: `${(100 * probability) / most}%` }} />
            </span>
            <span className="expectation-share">{shareText(probability)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
