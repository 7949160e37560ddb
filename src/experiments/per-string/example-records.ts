/** Records for the tests of this experiment. */
import type { TrialRecord } from '@/core/results/result'
import type { ConfigValues } from '@/core/sweep/fields'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, firstConfig } from '@/core/testing/example-record'
import { plantingOf } from './planted-strings'
import experiment from './spec'

export const configOf = (preset: string): ConfigValues => firstConfig(experiment, preset)

export const trialsOf = (preset: string): Trial[] => experiment.plan(configOf(preset))

interface Shown {
  /** Bits of rare strings beyond those of common ones. */
  readonly gain?: (seed: number) => number
  readonly exposure?: (copies: number, seed: number) => number
  /** Bits of the strings that the record lists. */
  readonly listed?: readonly number[]
}

export const recordsOf = (
  preset: string,
  { gain = () => 3, exposure = (copies) => Math.min(10, 2 + copies), listed = [4, 0, 2] }: Shown = {},
): TrialRecord[] =>
  trialsOf(preset).map((trial) => {
    const { repeats } = plantingOf(trial.settings)
    const exposed = (copies: number) => exposure(copies, trial.seed)
    const planted = repeats.flatMap((copies) => [
      [`exposureBits${copies}`, exposed(copies)],
      [`plantedBits${copies}`, 5 * exposed(copies)],
    ])
    return exampleRecord(trial, {
      measures: {
        memorizedBitsPerString: 2,
        heldoutMemorizedBitsPerString: -6,
        keptShare: 0.25,
        rareBits: 1 + gain(trial.seed),
        commonBits: 1,
        heldoutRareBits: -6,
        heldoutCommonBits: -6,
        ...Object.fromEntries(planted),
        ...(repeats.length > 0 ? { exposureBoundBits: 10 } : {}),
      },
      traces: {
        'strings.sourceBits': [50, 40, 45],
        'strings.memorizedBits': listed,
        'strangers.sourceBits': [41, 51],
        'strangers.memorizedBits': [-4, -8],
        'grid.probability': [0, 0.5, 1],
        'exposures.step': [1, 400],
        ...Object.fromEntries(repeats.map((copies) => [`exposures.copies${copies}`, [1, exposed(copies)]])),
      },
    })
  })
