/** How every bit is counted, in words, with the check on it and the recipe of the runs on show. */
import { useStore } from 'zustand'
import { lieDetector, lieExplanation } from '@/core/findings/lie-detector'
import { recipeSentence } from '@/core/findings/recipe-sentence'
import { countText, plural, rangeText } from '@/core/text/number'
import type { ExhibitionStore } from './figure-feed'

export function Counting({ store }: { store: ExhibitionStore }) {
  const records = useStore(store, (s) => s.summary.records)
  const check = lieDetector(records)
  return (
    <div className="reading">
      <p>
        One bit is the answer to one yes/no question. To name a symbol of 16 takes four of them, as long as
        nothing is known about it.
      </p>
      <p>
        A model gives every string a probability p, and its source gives it q. Coding the string with the
        model costs −log₂ p bits, with the source −log₂ q. What the model saves on the strings it was trained
        on, all together, is what it has memorised.
      </p>
      <p>
        Even a model that knows all N strings cannot know which of them comes next: it gives each 1/N, and
        pays log₂ N bits to find out. So the ceiling lies N · log₂ N bits below the data.
      </p>
      <p>
        {check &&
          `Held-out strings: ${rangeText(check.min, check.max, countText)} bits in ${plural(check.runs, 'run')}. `}
        {lieExplanation(check)}
      </p>
      {records.length > 0 && <p>{recipeSentence(records)}</p>}
    </div>
  )
}
