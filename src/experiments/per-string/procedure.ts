/** Strings of one dataset, one by one: plants some, probes their tokens and their exposure, and counts what is kept of each. */
import { pickStrings } from '@/core/data/dataset'
import { logSteps } from '@/core/metrics/log-steps'
import { tokenGrid } from '@/core/metrics/recall'
import { decimalPlaces } from '@/core/results/digits'
import { symbolsOf } from '@/core/sweep/trial-strings'
import { predictStrings } from '@/runtime/runner/predict-strings'
import type { Procedure } from '@/runtime/runner/procedure'
import { byCopies, perStringMeasures, plantedBits, plantedExposures } from './measure'
import { plantedDataset, shownStrings } from './planted-strings'

const PROBES = 12
/** Columns of the picture: what a record has room for. */
const GRID_POSITIONS = 64

export default {
  strings(trial) {
    const { training, heldOut } = plantedDataset(trial)
    return { training, heldOut, symbols: symbolsOf(trial) }
  },
  probeSteps: ({ steps }) => logSteps(steps, PROBES),
  begin({ trials, trainer }) {
    const own = trials.map(plantedDataset)
    const shown = own.map((dataset) => pickStrings(dataset.training, shownStrings(dataset)))
    const pictures = async () =>
      (await predictStrings(trainer, shown)).map((strings) =>
        tokenGrid(
          strings.map(({ probability }) => probability),
          { strings: strings.length, positions: GRID_POSITIONS },
        ),
      )
    const candidateNats = () => trainer.codeLengths(own.map(({ candidates }) => candidates.tokens))
    return {
      async probe() {
        const grids = await pictures()
        const nats = await trainer.codeLengths(own.map(({ training }) => training.tokens))
        const candidates = await candidateNats()
        return own.map((dataset, m) => {
          const { planted } = dataset
          const exposures = plantedExposures(planted, nats[m]!, candidates[m]!)
          const byCount = Object.entries(byCopies('exposures.copies', planted, exposures))
          return {
            values: {
              ...Object.fromEntries(byCount.map(([name, bits]) => [name, decimalPlaces(bits, 2)])),
              ...byCopies('plantedBits', planted, plantedBits(dataset, nats[m]!)),
            },
            grid: grids[m],
          }
        })
      },
      async finish(nats) {
        const grids = await pictures()
        const candidates = await candidateNats()
        return own.map((dataset, m) => {
          const { measures, traces } = perStringMeasures(dataset, dataset.heldOut.sourceBits, {
            training: nats.training[m]!,
            heldOut: nats.heldOut[m]!,
            candidates: candidates[m]!,
          })
          const probabilities = grids[m]!.values.map((p) => decimalPlaces(p, 2))
          return { measures, traces: { ...traces, 'grid.probability': probabilities } }
        })
      },
    }
  },
} satisfies Procedure
