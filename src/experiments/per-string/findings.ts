/** What the runs have shown: how unevenly strings are kept, whether rare ones are kept more, and what repetition does. */
import { sampleStandardDeviation } from 'simple-statistics'
import { meanText } from '@/core/figures/figure-points'
import type { Finding } from '@/core/findings/finding'
import { seedVerdict } from '@/core/findings/seed-verdict'
import { UNEXPOSED_BITS } from '@/core/metrics/exposure'
import { spread } from '@/core/metrics/stats'
import type { TrialRecord } from '@/core/results/result'
import { measured, type RunGroup, runGroups } from './series'

const mean = (values: readonly number[]): number => spread(values).mean

/** Bits that a canary's exposure must grow by in every seed, from the rarest to the most repeated, before it is called growth. */
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
    text: `A training string that is there once is worth ${meanText(measured(group, 'memorizedBitsPerString'), 1, 'memorised bits')} on average, a new string ${meanText(
      measured(group, 'heldoutMemorizedBitsPerString'),
      1,
    )}; ${meanText(share, 0, '%')} of the training strings stand out above 99 % of the new ones${name}.`,
  }
}

/**
 * Standard error of the difference between two fifths of one run's strings, from those that its record lists; infinite where it lists too
 * few, so that nothing can be told.
 */
function fifthsError({ traces }: TrialRecord): number {
  const bits = traces['strings.memorizedBits'] ?? []
  const fifth = Math.floor(bits.length / 5)
  return fifth < 2 ? Number.POSITIVE_INFINITY : sampleStandardDeviation([...bits]) * Math.sqrt(2 / fifth)
}

/** The paper's sentence is about the bits themselves; what membership adds to strings of equal rareness is another question. */
function rarenessFinding(group: RunGroup, name: string): Finding[] {
  const rare = measured(group, 'rareBits')
  const common = measured(group, 'commonBits')
  if (rare.length === 0) return []
  const differences = rare.map((bits, i) => bits - common[i]!)
  const errors = group.records.map(fifthsError)
  // Twice that of the mean over seeds.
  const margin = (2 * Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0))) / errors.length
  const { verdict, missing } = seedVerdict(differences, margin)
  const gain = (which: 'rare' | 'common', bits: readonly number[]) => {
    const unseen = measured(group, which === 'rare' ? 'heldoutRareBits' : 'heldoutCommonBits')
    return bits.map((own, i) => own - unseen[i]!)
  }
  return [
    {
      verdict,
      text: `Of a string of the rarest fifth ${meanText(rare, 1, 'bits')} are memorised, of one of the commonest fifth ${meanText(common, 1)}, a difference of ${meanText(differences, 1)}${Number.isFinite(margin) ? `, where strings scatter it by ±${margin.toFixed(1)}` : ''}${name}${missing === '' ? '' : `: ${missing}`}.`,
      paper: 'Morris et al.: the strings that are memorised most have rare tokens',
    },
    {
      verdict: 'seen',
      text: `Against new strings as rare, having been trained on is worth ${meanText(gain('rare', rare), 1, 'bits')} to a string of the rarest fifth, and ${meanText(gain('common', common), 1)} to one of the commonest fifth${name}.`,
    },
  ]
}

function exposureFinding(group: RunGroup, name: string): Finding[] {
  const [least, most] = [group.repeats[0], group.repeats.at(-1)]
  if (least === undefined || most === undefined || least === most) return []
  const exposureAt = (copies: number) => measured(group, `exposureBits${copies}`)
  const bound = Math.max(...measured(group, 'exposureBoundBits'))
  const isFull = (copies: number) => mean(exposureAt(copies)) > bound - AT_BOUND_BITS
  const full = group.repeats.find((from) => group.repeats.filter((copies) => copies >= from).every(isFull))
  const growth = exposureAt(most).map((bits, i) => bits - exposureAt(least)[i]!)
  const { verdict, missing } = seedVerdict(growth, EXPOSURE_GROWTH_BITS)
  const hasNoRoom = exposureAt(least).some((bits) => bits > bound - EXPOSURE_GROWTH_BITS)
  const why =
    missing !== '' && hasNoRoom
      ? 'in one seed or more so few are nearly enough, and no growth can show: take more strings of the source'
      : missing
  const times = (copies: number) => (copies === 1 ? 'once' : `${copies} times`)
  return [
    {
      verdict,
      text: `A canary planted ${times(least)} is exposed by ${meanText(exposureAt(least), 1, 'bits')}, one never planted by ${UNEXPOSED_BITS.toFixed(1)} on average; ${
        full === undefined
          ? `planted ${times(most)} it reaches ${meanText(exposureAt(most), 1)} of the ${bound.toFixed(0)} bits that can be measured`
          : `from ${times(full)} on it is likelier than all ${(2 ** bound - 1).toFixed(0)} others, the most that can be measured (${bound.toFixed(0)} bits)`
      }${name}${why && `: ${why}`}.`,
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
      text: `A string that is there ${most} times is worth ${meanText(bitsAt(most), 1, 'memorised bits')}, one that is there ${least === 1 ? 'once' : `${least} times`} ${meanText(bitsAt(least), 1)}${name}.`,
    },
  ]
}
