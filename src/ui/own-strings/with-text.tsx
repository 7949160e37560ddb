/** Whether a link is to bring the visitor's own text: only where that is ticked, for that text alone. */
import { Switch } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { ownSourceOf } from '@/core/sweep/own-text'
import { MAX_PACKED_TEXT } from '@/core/sweep/permalink'
import { countText } from '@/core/text/number'
import { useLab } from '../lab-context'

interface WithTextProps {
  /** Called with the packed text, or with undefined where the link is to bring none. */
  readonly onPacked: (packed: string | undefined) => void
}

export function WithText({ onPacked }: WithTextProps) {
  const { config, ownText } = useLab()
  const hash = useStore(config, (s) => ownSourceOf(s.values)?.hash)
  const isHere = useStore(ownText, (s) => hash !== undefined && s.texts.has(hash))
  return hash !== undefined && isHere ? <Tick key={hash} hash={hash} onPacked={onPacked} /> : undefined
}

function Tick({ hash, onPacked }: WithTextProps & { readonly hash: string }) {
  const { ownText } = useLab()
  const [packed, setPacked] = useState<string | undefined>(undefined)
  const [isPacked, setIsPacked] = useState(false)
  const [ticked, setTicked] = useState(false)
  useEffect(() => {
    let isGone = false
    void ownText
      .getState()
      .pack(hash)
      .then((found) => {
        if (isGone) return
        setPacked(found)
        setIsPacked(true)
      })
    return () => {
      isGone = true
      // The next link is about something else.
      onPacked(undefined)
    }
  }, [ownText, hash, onPacked])
  return (
    <Switch
      label="The link brings your text"
      description={
        isPacked && packed === undefined
          ? `This text is too large for a link: packed, it takes more than ${countText(MAX_PACKED_TEXT)} characters.`
          : 'Without it, the link only names the text.'
      }
      disabled={packed === undefined}
      checked={ticked}
      onChange={(event) => {
        const isTicked = event.currentTarget.checked
        setTicked(isTicked)
        onPacked(isTicked ? packed : undefined)
      }}
    />
  )
}
