/** Looks into a trained model: one string, symbol by symbol, and the bits of all of them. */
import { Button, Progress } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Trial } from '@/core/sweep/trial'
import { countText, durationText } from '@/core/text/number'
import type { OpenedModel } from '@/state/microscope-store'
import {
  createMicroscopeStore,
  type MicroscopeServices,
  type MicroscopeStore,
} from '@/state/microscope-store'
import '../styles/microscope.css'
import '../styles/microscope-measures.css'
import { Continuations } from './continuations'
import { Expectation } from './expectation'
import { ModelChoice } from './model-choice'
import { Scrubber } from './scrubber'
import { StringView } from './string-view'
import { alphabetOf } from './symbols'
import { WhereBits } from './where-bits'

export interface MicroscopeProps extends MicroscopeServices {
  /** The models that can be looked into; not empty. */
  readonly trials: readonly Trial[]
  /** The one that is opened first, and whenever it becomes another; unless given, the first. */
  readonly first?: Trial | undefined
  /** Index of the string that is looked at first. */
  readonly string?: number | undefined
}

export function Microscope({ trials, first = trials[0]!, string = 0, ...services }: MicroscopeProps) {
  const [store] = useState(() => createMicroscopeStore(services, first))
  const asked = useRef('')
  useEffect(() => {
    // The visitor may have chosen another one since: equal keys are no new wish.
    // A visitor's own text may come from storage after its trials, which cannot be trained without it.
    const hasText = first.source.id !== 'own' || first.source.text !== undefined
    const wish = `${first.key} ${string} ${hasText}`
    if (asked.current === wish) return
    asked.current = wish
    const { trial, status, open, see } = store.getState()
    if (trial.key === first.key && status.kind === 'open') see({ string })
    else void open(first, string)
  }, [store, first, string])
  useEffect(() => () => store.getState().close(), [store])
  const status = useStore(store, (s) => s.status)
  return (
    <div className="microscope">
      <ModelChoice store={store} trials={trials} />
      {status.kind === 'open' ? <Opened store={store} model={status.model} /> : <Waiting store={store} />}
    </div>
  )
}

function Opened({ store, model }: { store: MicroscopeStore; model: OpenedModel }) {
  const vocab = useStore(store, (s) => s.trial.shape.vocab)
  const alphabet = useMemo(() => alphabetOf(vocab, model.symbols), [vocab, model])
  return (
    <>
      {model.retrained && (
        <p className="microscope-note">
          It was not kept, so it was trained again just now. Another device trains a slightly different one.
        </p>
      )}
      <div className="microscope-halves">
        <div>
          <StringView store={store} model={model} alphabet={alphabet} />
          <Scrubber store={store} model={model} />
          <Continuations store={store} model={model} alphabet={alphabet} />
        </div>
        <div>
          <Expectation store={store} alphabet={alphabet} />
          <WhereBits store={store} model={model} />
        </div>
      </div>
    </>
  )
}

function Waiting({ store }: { store: MicroscopeStore }) {
  const status = useStore(store, (s) => s.status)
  switch (status.kind) {
    case 'open':
      return null
    case 'opening': {
      const { progress } = status
      if (!progress) return <p role="status">Opening the model…</p>
      const { what = 'this model again', step, steps } = progress
      return (
        <div className="microscope-waiting">
          <p role="status">Training {what}…</p>
          <Progress value={(100 * step) / steps} aria-label={`Training ${what}`} />
          <span>
            step {countText(step)} of {countText(steps)}
          </span>
          <Button variant="default" onClick={() => store.getState().cancel()}>
            Cancel
          </Button>
        </div>
      )
    }
    case 'gone':
      return (
        <div className="microscope-waiting">
          <p>
            This model was not kept. Training it again takes about {durationText(Math.max(1, status.seconds))}
            .
          </p>
          <Button variant="default" onClick={() => void store.getState().retrain()}>
            Train it again
          </Button>
        </div>
      )
    case 'failed':
      return (
        <div className="microscope-waiting" role="alert">
          <p>This model cannot be opened: {status.message}.</p>
          <Button variant="default" onClick={() => void store.getState().retrain()}>
            Try again
          </Button>
        </div>
      )
    default:
      throw status satisfies never
  }
}
