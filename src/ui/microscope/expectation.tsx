/** What the model expects in one place: its likeliest symbols, the right one among them. */
import { Progress } from '@mantine/core'
import { useStore } from 'zustand'
import { percentText } from '@/core/text/number'
import type { MicroscopeStore } from '@/state/microscope-store'
import type { Alphabet } from './symbols'

/** Nothing is impossible to a softmax. */
const shareText = (p: number): string => (p < 0.005 ? `<\u2009${percentText(0.01)}` : percentText(p))

export function Expectation({ store, alphabet }: { store: MicroscopeStore; alphabet: Alphabet }) {
  const answer = useStore(store, (s) => s.answer)
  const isPlaying = useStore(store, (s) => s.isPlaying)
  const chosen = useStore(store, (s) => s.position)
  const learned = useStore(store, (s) => s.learned)
  if (!answer) return null
  const position = chosen ?? answer.tokens.length - 1
  const right = answer.tokens[position]!
  const said = answer.said[position]!
  const { text } = alphabet
  const isChanged = learned !== undefined && learned[position] !== right
  const [symbol, share] = [text(right), shareText(answer.probabilities[position]!)]
  return (
    <section aria-labelledby="expectation">
      <h3 id="expectation">What it expects as symbol {position + 1}</h3>
      <p className="microscope-note two-lines" aria-live={isPlaying ? 'off' : 'polite'}>
        {said === right
          ? `It says ${isChanged ? `your ${symbol}` : `${symbol}, which is right`}, and is ${share} sure.`
          : `${isChanged ? `Yours is ${symbol}` : `The right one is ${symbol}`}. It gives it ${share}, and says ${text(said)}.`}
        {answer.choiceBits[position]! > 0 && ' Before it several strings are possible: no model can be sure.'}
      </p>
      {/* As many for each symbol, sure or not: what is below them keeps its place. */}
      <ul className="expectation-bars">
        {answer.expected.map(({ symbol, probability }) => (
          <li key={symbol}>
            <span className="expectation-symbol">{text(symbol)}</span>
            <Progress
              value={100 * probability}
              color={`var(--${symbol === right ? 'known' : symbol === said ? 'wrong' : 'unknown'})`}
              aria-hidden="true"
            />
            <span className="expectation-share">{shareText(probability)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
