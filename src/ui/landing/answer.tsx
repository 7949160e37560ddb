/** What the model on show remembers, in one sentence; said aloud once, at the end. */
import { knownWordForWord } from '@/core/play/play-strings'
import { countText } from '@/core/text/number'
import { usePlay } from './play-context'

export function Answer() {
  const { training, ceilingBits } = usePlay((s) => s.strings)
  const frame = usePlay((s) => s.frames[s.shown])
  const status = usePlay((s) => s.status)
  const isReplay = usePlay((s) => s.isReplay)
  if (status.kind === 'failed')
    return (
      <p className="play-answer" role="alert">
        {`It cannot be trained here: ${status.message}`}
      </p>
    )
  const bits = Math.max(0, frame?.memorizedBits ?? 0)
  const known = frame ? knownWordForWord(training, frame.training) : 0
  const isDone = status.kind === 'done' && !isReplay
  const remembered = `${countText(bits)} of ${countText(ceilingBits)} bits`
  // So many bits and no string are no contradiction.
  const strings =
    isDone && known === 0 && bits >= 1
      ? `: a little of ${training.count} strings, none whole.`
      : `; ${known} of ${training.count} strings word for word.`
  return (
    <>
      <p className="play-answer" aria-hidden="true">
        It remembers <strong>{remembered}</strong>
        {strings}
      </p>
      <p className="visually-hidden" role="status">
        {isDone && `It remembers ${remembered}${strings}`}
      </p>
    </>
  )
}
