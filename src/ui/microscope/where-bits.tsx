/** Where are the bits? Rounds a model's numbers, switches off its parts, and counts what is left, in all and string by string. */
import { Progress, Switch } from '@mantine/core'
import { useState } from 'react'
import { useStore } from 'zustand'
import { type ModelPart, modelParts, partName } from '@/core/model/parts'
import { countText } from '@/core/text/number'
import { lensName, lensOf, ROUNDINGS } from '@/state/microscope-sight'
import type { BitsAnswer, Lens, MicroscopeStore, OpenedModel } from '@/state/microscope-store'
import { StringStrip } from './string-strip'

const UNKNOWN = '…'

export const totalBits = ({ bits }: BitsAnswer): number => bits.reduce((sum, own) => sum + own, 0)

function useTotals(store: MicroscopeStore): (lens: Lens) => number | undefined {
  const measured = useStore(store, (s) => s.measured)
  return (lens) => {
    const answer = measured.get(lensName(lens))
    return answer && totalBits(answer)
  }
}

export function WhereBits({ store, model }: { store: MicroscopeStore; model: OpenedModel }) {
  const state = useStore(store)
  const lens = lensOf(state)
  const answer = state.measured.get(lensName(lens))
  // While all strings are measured anew, those of before keep their place: the page would jump under the box that was pressed.
  const [latest, setLatest] = useState(answer)
  if (answer && answer !== latest) setLatest(answer)
  return (
    <section aria-labelledby="where-bits">
      <h3 id="where-bits">Where are the bits?</h3>
      <p className="microscope-note three-lines" aria-live={state.isPlaying ? 'off' : 'polite'}>
        {answer ? sentence(answer, model) : 'Counting the bits of all its strings…'}
      </p>
      <Roundings store={store} params={state.trial.params} />
      <Parts store={store} />
      {latest && model.strings > 1 && (
        <StringStrip
          store={store}
          answer={latest}
          whole={answer && state.measured.get(lensName({ ...lens, bits: undefined, without: [] }))}
          ceiling={model.ceilingBits / model.strings}
        />
      )}
    </section>
  )
}

function sentence(answer: BitsAnswer, { strings, ceilingBits }: OpenedModel): string {
  const total = totalBits(answer)
  const isAll = answer.strings.length === strings
  const whose = isAll
    ? 'its strings'
    : `${countText(answer.strings.length)} of its ${countText(strings)} strings`
  const heldOut = answer.heldOutBits.reduce((sum, own) => sum + own, 0) / answer.heldOutBits.length
  return `${
    total < 0
      ? `It knows nothing of ${whose}: they cost ${roundText(-total)} bits more than guessing.`
      : isAll
        ? `It knows ${roundText(total)} of the ${roundText(ceilingBits)} bits that can be known.`
        : `It knows ${roundText(total)} bits of ${whose}.`
  } ${heldOutText(Math.round(heldOut))}`
}

/** @param bits whole, known of a string that was held out. */
export function heldOutText(bits: number): string {
  if (bits < 0)
    return `A string that it never saw costs ${countText(-bits)} bits more than guessing: what it is sure of there is wrong.`
  return bits === 0
    ? 'A string that it never saw it can only guess.'
    : `Of a string that it never saw it knows ${countText(bits)} bits.`
}

const roundText = (bits: number): string => countText(Math.round(bits))

/** What is left with fewer bits for each weight; the one that is chosen is what everything here is seen through. */
function Roundings({ store, params }: { store: MicroscopeStore; params: number }) {
  const total = useTotals(store)
  const sight = useStore(store)
  const lens = lensOf(sight)
  const whole = total({ ...lens, bits: undefined, without: [] })
  return (
    <fieldset className="roundings">
      <legend>Round its {countText(params)} numbers, the parameters</legend>
      {[undefined, ...ROUNDINGS].map((bits) => {
        const kept = total({ ...lens, bits })
        const share = kept !== undefined && whole ? Math.min(1, kept / whole) : 0
        return (
          // A native radio button: the outline of the library's has too little contrast, and its label takes as much CSS to become a row with a bar.
          <label key={bits ?? 32} data-chosen={lens.bits === bits || undefined}>
            <input
              type="radio"
              name="bits-each"
              checked={lens.bits === bits}
              onChange={() => store.getState().see({ bits })}
            />
            <span>{bits ?? 32} bits each </span>
            {kept !== undefined && kept < 0 ? (
              <span className="bar-none">knows nothing </span>
            ) : (
              <Progress value={100 * share} aria-hidden="true" />
            )}
            <span className="kept">{kept === undefined ? UNKNOWN : countText(Math.round(kept))}</span>
          </label>
        )
      })}
    </fieldset>
  )
}

function Parts({ store }: { store: MicroscopeStore }) {
  const sight = useStore(store)
  const lens = lensOf(sight)
  const { family, shape } = sight.trial
  const parts = modelParts(family, shape)
  const layers = Array.from({ length: shape.layers }, (_, layer) => ({
    name: shape.layers === 1 ? 'Its layer' : `Layer ${layer + 1}`,
    parts: parts.filter((part) => part.kind !== 'embedding' && part.layer === layer),
  }))
  const total = useTotals(store)
  const whole = total({ ...lens, without: [] })
  const groups = [{ name: 'Embeddings', parts: parts.filter(({ kind }) => kind === 'embedding') }, ...layers]
  return (
    <fieldset className="parts">
      <legend>Switch off a part: change in bits</legend>
      {groups.map((group) => (
        <div key={group.name} className="part-group" role="group" aria-label={group.name}>
          <span className="part-group-name" aria-hidden="true">
            {group.name}
          </span>
          <div className="part-switches">
            {group.parts.map((part) => (
              <PartSwitch key={partName(part)} store={store} part={part} />
            ))}
          </div>
        </div>
      ))}
      <p className="microscope-note two-lines">
        {partsText(
          whole,
          parts.map((part) => total({ ...lens, without: [part] })),
        )}
      </p>
    </fieldset>
  )
}

/**
 * What follows from switching off one part at a time; empty where not all of them are measured, or there is nothing to lose.
 * @param whole bits known with all parts. @param left bits known without each of them.
 */
export function partsText(whole: number | undefined, left: readonly (number | undefined)[]): string {
  if (whole === undefined || Math.round(whole) <= 0 || left.includes(undefined)) return ''
  const needed = left.filter((bits) => isNothing(bits)).length
  if (needed === left.length)
    return 'Without any one part it knows nothing: the bits are not in one of them, but in all together.'
  return needed === 0
    ? 'Without any one part it still knows something: no part has all the bits.'
    : `Without ${needed === 1 ? 'one' : `any one of ${needed}`} of its ${left.length} parts it knows nothing; without any other it keeps some of the bits.`
}

const isNothing = (bits: number | undefined): boolean => bits !== undefined && Math.round(bits) <= 0

function PartSwitch({ store, part }: { store: MicroscopeStore; part: ModelPart }) {
  const total = useTotals(store)
  const sight = useStore(store)
  const lens = lensOf(sight)
  const name = partName(part)
  const isOn = !lens.without.some((own) => partName(own) === name)
  const others = lens.without.filter((own) => partName(own) !== name)
  const [kept, left] = [total({ ...lens, without: [] }), total({ ...lens, without: [part] })]
  const lost = kept === undefined || left === undefined ? undefined : Math.round(left - kept)
  const isAllLost = isNothing(left) && kept !== undefined && !isNothing(kept)
  return (
    <Switch
      checked={isOn}
      onChange={() => store.getState().see({ without: isOn ? [...others, part] : others })}
      label={
        <>
          {shortName(part)}{' '}
          <span className="lost">
            {isAllLost ? 'all' : lost === undefined ? '' : `${lost > 0 ? '+' : ''}${countText(lost)}`}
          </span>
        </>
      }
    />
  )
}

function shortName(part: ModelPart): string {
  switch (part.kind) {
    case 'head':
      return `head ${part.head + 1}`
    case 'mlp':
      return 'MLP'
    case 'embedding':
      return part.of
  }
}
