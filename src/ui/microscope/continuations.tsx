/** How the model goes on from the first symbols: of the string, and of one that it never saw. */
import { Button } from '@mantine/core'
import { useStore } from 'zustand'
import { plural } from '@/core/text/number'
import type { ContinuationAnswer, MicroscopeStore, OpenedModel } from '@/state/microscope-store'
import { NumberBox } from './number-box'
import type { Alphabet } from './symbols'
import { TokenRow } from './token-cell'

/** Given symbols of a long string that are shown. */
const MOST_GIVEN = 16

interface ContinuationsProps {
  readonly store: MicroscopeStore
  readonly model: OpenedModel
  readonly alphabet: Alphabet
}

export function Continuations({ store, model, alphabet }: ContinuationsProps) {
  const prefix = useStore(store, (s) => s.prefix)
  const heldOut = useStore(store, (s) => s.heldOut)
  const { seqLen } = useStore(store, (s) => s.trial.shape)
  const goesOn = useStore(store, (s) => s.goesOn)
  const heldOutGoesOn = useStore(store, (s) => s.heldOutGoesOn)
  return (
    <section aria-labelledby="it-goes-on">
      <h3 id="it-goes-on" className="small-heading">
        <label>
          Give it the first{' '}
          <NumberBox
            least={0}
            most={seqLen - 1}
            value={prefix}
            onChange={(to) => store.getState().see({ prefix: to })}
          />{' '}
          {prefix === 1 ? 'symbol' : 'symbols'}
        </label>
        , and it goes on alone
      </h3>
      {goesOn && <Continuation answer={goesOn} prefix={prefix} seqLen={seqLen} alphabet={alphabet} />}
      <h3 className="small-heading">
        The same for a string it never saw{' '}
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => store.getState().see({ heldOut: (heldOut + 1) % model.heldOut })}
        >
          Another
        </Button>
      </h3>
      {heldOutGoesOn && (
        <Continuation answer={heldOutGoesOn} prefix={prefix} seqLen={seqLen} alphabet={alphabet} />
      )}
    </section>
  )
}

interface ContinuationProps {
  readonly answer: ContinuationAnswer
  readonly prefix: number
  /** S, of which the answer may have fewer. */
  readonly seqLen: number
  readonly alphabet: Alphabet
}

function Continuation({ answer, prefix, seqLen, alphabet }: ContinuationProps) {
  const { tokens, right, probabilities } = answer
  const first = Math.max(0, prefix - MOST_GIVEN)
  const shown = Array.from({ length: tokens.length - first }, (_, i) => first + i)
  const said = shown.filter((t) => t >= prefix)
  const wrong = Array.from(tokens.keys()).filter((t) => t >= prefix && tokens[t] !== right[t]).length
  const verdict = wrong === 0 ? 'word for word' : `${plural(wrong, 'symbol')} wrong`
  const asFar = tokens.length < seqLen ? `, as far as symbol ${tokens.length}` : ''
  return (
    <div className="continuation">
      <TokenRow
        label={`Given ${spelled(
          shown.filter((t) => t < prefix),
          tokens,
          alphabet,
        )}, it says ${spelled(said, tokens, alphabet)}: ${verdict}${asFar}.`}
        cells={shown.map((t) => ({
          text: alphabet.text(tokens[t]!),
          probability: probabilities[t]!,
          outlined: t < prefix,
          wrong: t >= prefix && tokens[t] !== right[t],
        }))}
      />
      <span className="continuation-verdict" aria-hidden="true">
        {verdict}
        {asFar}
      </span>
    </div>
  )
}

const spelled = (positions: readonly number[], tokens: Int32Array, { text }: Alphabet): string =>
  positions.length === 0 ? 'nothing' : positions.map((t) => text(tokens[t]!)).join(' ')
