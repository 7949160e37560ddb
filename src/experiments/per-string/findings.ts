/** What the runs have shown: how unevenly strings are kept, whether rare ones are kept more, and what repetition does. */
import { meanText } from '@/core/figure-points'
import type { Finding } from '@/core/finding'
import { UNEXPOSED_BITS } from '@/core/metrics/exposure'
import type { TrialRecord } from '@/core/result'
import { spread } from '@/core/stats'
import { measured, type RunGroup, runGroups } from './runs'

const mean = (values: readonly number[]): number => spread(values).mean

/** Bits that a canary's exposure must grow by, from the rarest to the most repeated, before it is called growth. */
const EXPOSURE_GROWTH_BITS = 2
/** Mean exposure so near to the bound that nearly every canary is there. */
const AT_BOUND_BITS = 0.05

export const findings = (records: readonly TrialRecord[]): Finding[] =>
  runGroups(records).flatMap((group) => {
    const name = group.about === '' ? '' : ` (${group.about})`
    return [
      keptFinding(group, name),
      ...rarenessFinding(group, name),
      ...(group.kind === 'canaries' ? exposureFinding(group, name) : []),
      ...(group.kind === 'copies' ? copiesFinding(group, name) : []),
    ]
  })

function keptFinding(group: RunGroup, name: string): Finding {
  const share = measured(group, 'keptShare').map((value) => 100 * value)
  return {
    verdict: 'seen',
    text: `A training string that is there once is worth ${meanText(measured(group, 'memorizedBitsPerString'), 1)} memorised bits on average, a new string ${meanText(
      measured(group, 'heldoutMemorizedBitsPerString'),
      1,
    )}; ${meanText(share, 0)} % of the training strings stand out above 99 % of the new ones${name}.`,
  }
}

/** A model may misjudge rare strings in general: what counts is how much better it knows those that it has seen. */
function rarenessFinding(group: RunGroup, name: string): Finding[] {
  const edge = (which: 'rare' | 'common', heldout: 'heldoutRare' | 'heldoutCommon') => {
    const seen = measured(group, `${which}Bits`)
    const unseen = measured(group, `${heldout}Bits`)
    return seen.map((bits, i) => bits - unseen[i]!)
  }
  const rare = edge('rare', 'heldoutRare')
  const common = edge('common', 'heldoutCommon')
  if (rare.length === 0) return []
  const gains = rare.map((bits, i) => bits - common[i]!)
  const agrees = gains.every((gain) => gain > 0)
  const opposite = gains.every((gain) => gain < 0)
  return [
    {
      verdict: agrees ? 'agrees' : opposite ? 'differs' : 'not reached',
      text: `Having been trained on is worth ${meanText(rare, 1)} bits to a string of the rarest fifth, and ${meanText(common, 1)} bits to one of the commonest fifth against new strings as rare${name}${agrees || opposite ? '.' : ': the seeds disagree, run more of them.'}`,
      paper: 'Morris et al.: the strings that are memorised most have rare tokens',
    },
  ]
}

function exposureFinding(group: RunGroup, name: string): Finding[] {
  const [least, most] = [group.repeats[0], group.repeats.at(-1)]
  if (least === undefined || most === undefined || least === most) return []
  const exposureAt = (copies: number) => measured(group, `exposureBits${copies}`)
  const bound = Math.max(...measured(group, 'exposureBoundBits'))
  const full = group.repeats.find((copies) => mean(exposureAt(copies)) > bound - AT_BOUND_BITS)
  const growth = mean(exposureAt(most)) - mean(exposureAt(least))
  const times = (copies: number) => (copies === 1 ? 'once' : `${copies} times`)
  return [
    {
      verdict: growth > EXPOSURE_GROWTH_BITS ? 'agrees' : 'not reached',
      text: `A canary planted ${times(least)} is exposed by ${meanText(exposureAt(least), 1)} bits, one never planted by ${UNEXPOSED_BITS.toFixed(1)} on average; ${
        full === undefined
          ? `planted ${times(most)} it reaches ${meanText(exposureAt(most), 1)} of the ${bound.toFixed(0)} bits that can be measured`
          : `from ${times(full)} on it is likelier than all ${(2 ** bound - 1).toFixed(0)} others, the most that can be measured (${bound.toFixed(0)} bits)`
      }${name}.`,
      paper:
        'Carlini et al. 2019: exposure grows with the number of insertions, until the canary can be extracted',
    },
  ]
}

function copiesFinding(group: RunGroup, name: string): Finding[] {
  const [least, most] = [group.repeats[0], group.repeats.at(-1)]
  if (least === undefined || most === undefined || least === most) return []
  const bitsAt = (copies: number) => measured(group, `plantedBits${copies}`)
  const grows = mean(bitsAt(most)) > mean(bitsAt(least))
  return [
    {
      verdict: grows ? 'seen' : 'not reached',
      text: `A string that is there ${most} times is worth ${meanText(bitsAt(most), 1)} memorised bits, one that is there ${least === 1 ? 'once' : `${least} times`} ${meanText(bitsAt(least), 1)}${name}.`,
    },
  ]
}
