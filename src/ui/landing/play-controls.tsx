/** The two sliders and the buttons: more strings, other strings, the training once more, and the way to strings of one’s own. */
import { Button } from '@mantine/core'
import type { ComponentProps, Ref } from 'react'
import { nextPosition, playTrial, STRING_COUNTS, WIDTHS } from '@/core/play/position'
import { countText } from '@/core/text/number'
import { chooseExperiment } from '@/state/services'
import { StepSlider } from '../controls/step-slider'
import { useLab } from '../lab-context'
import { usePlay, usePlayStore } from './play-context'
import { BIT, sumText } from './texts'

export function PlayControls({ goOn }: { readonly goOn: Ref<HTMLButtonElement> }) {
  const store = usePlayStore()
  const position = usePlay((s) => s.position)
  const { strings, width } = position
  const paramsAt = (of: number) => playTrial({ ...position, width: of }).params
  return (
    <section className="play-controls" aria-label="What it is given">
      <p className="bit-note">
        {BIT} <Sum />
      </p>
      <div className="play-sliders">
        <PlaySlider
          label="strings"
          name="Number of strings"
          values={STRING_COUNTS}
          value={strings}
          text={countText}
          onChange={(to) => store.getState().move({ strings: to })}
        />
        <PlaySlider
          label="numbers"
          name="Numbers inside the model"
          values={WIDTHS}
          value={width}
          text={(of) => countText(paramsAt(of))}
          onChange={(to) => store.getState().move({ width: to })}
        />
      </div>
      <div className="play-buttons">
        <GoOn ref={goOn} />
        <button type="button" className="play-link" onClick={() => store.getState().newStrings()}>
          new strings
        </button>
        <WatchSlowly />
        <OwnText />
      </div>
    </section>
  )
}

export function Sum() {
  const { training, ceilingBits } = usePlay((s) => s.strings)
  return <span>{sumText(training.count, training.seqLen, ceilingBits)}</span>
}

interface PlaySliderProps extends ComponentProps<typeof StepSlider> {
  readonly label: string
}

function PlaySlider({ label, ...slider }: PlaySliderProps) {
  return (
    <div className="play-slider">
      <span aria-hidden="true">{label}</span>
      <strong aria-hidden="true">{slider.text(slider.value)}</strong>
      <StepSlider {...slider} />
    </div>
  )
}

function GoOn({ ref }: { readonly ref: Ref<HTMLButtonElement> }) {
  const store = usePlayStore()
  const position = usePlay((s) => s.position)
  const next = nextPosition(position)
  const isLarger = next !== undefined && next.width !== position.width
  return (
    <Button
      ref={ref}
      size="lg"
      variant="filled"
      className="go-on"
      aria-disabled={next === undefined}
      data-end={next === undefined}
      onClick={() => store.getState().goOn()}
    >
      {isLarger ? 'Give it more numbers' : next ? 'Give it twice as many' : 'No larger one here'}
    </Button>
  )
}

const WATCH = 'watch slowly'

/** As wide with its shorter name, so that the link beside it does not come under a pointer that wants to stop. */
function WatchSlowly() {
  const store = usePlayStore()
  const isReplay = usePlay((s) => s.isReplay)
  return (
    <button
      type="button"
      className="play-link play-watch"
      data-longest={WATCH}
      onClick={() => store.getState().watchSlowly()}
    >
      {isReplay ? 'stop' : WATCH}
    </button>
  )
}

/** Leads to the capacity plateau, where a text is pasted and trained on. */
function OwnText() {
  const { ownText } = useLab()
  return (
    <a
      className="play-link"
      href="#capacity"
      onClick={(event) => {
        event.preventDefault()
        chooseExperiment('capacity')
        ownText.getState().open()
      }}
    >
      your own text
    </a>
  )
}
