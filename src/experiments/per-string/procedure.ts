/** Strings of one dataset, one by one: plants some, watches their tokens and their exposure, and counts what is kept of each. */
import { pickStrings } from '@/core/data/dataset'
import { logSteps } from '@/core/metrics/log-steps'
import { tokenGrid } from '@/core/metrics/recall'
import { predictStrings } from '@/runtime/runner/predict-strings'
import type { Procedure } from '@/runtime/runner/procedure'
import { byCopies, perStringMeasures, plantedBits, plantedExposures } from './measure'
import { plantedDataset, shownStrings } from './plant'

const LOOKS = 12
/** Columns of the picture: what a record has room for. */
const GRID_POSITIONS = 64

export default {
  strings(trial) {
    const { training, heldOut } = plantedDataset(trial)
    return { training, heldOut }
  },
  looks: ({ steps }) => logSteps(steps, LOOKS),
  begin({ trials, trainer, show }) {
    const own = trials.map(plantedDataset)
    const shown = own.map((dataset) => pickStrings(dataset.training, shownStrings(dataset)))
    const steps: number[] = []
    const exposures: Record<string, number[]>[] = own.map(({ planted }) =>
      Object.fromEntries(planted.map(({ copies }) => [`exposures.copies${copies}`, []])),
    )
    const picture = async () =>
      (await predictStrings(trainer, shown)).map((strings) =>
        tokenGrid(
          strings.map(({ probability }) => probability),
          { strings: strings.length, positions: GRID_POSITIONS },
        ),
      )
    const candidateNats = () => trainer.codeLengths(own.map(({ candidates }) => candidates.tokens))
    return {
      async look(step) {
        const grids = await picture()
        const nats = await trainer.codeLengths(own.map(({ training }) => training.tokens))
        const candidates = await candidateNats()
        steps.push(step)
        own.forEach(({ planted }, m) => {
          const values = byCopies(
            'exposureBits',
            planted,
            plantedExposures(planted, nats[m]!, candidates[m]!),
          )
          for (const [name, bits] of Object.entries(values)) {
            exposures[m]![name.replace('exposureBits', 'exposures.copies')]!.push(Number(bits.toFixed(2)))
          }
          const kept = plantedBits(own[m]!, nats[m]!)
          show(m, step, { ...values, ...byCopies('plantedBits', planted, kept) }, grids[m]!)
        })
      },
      async finish(nats) {
        const grids = await picture()
        const candidates = await candidateNats()
        return own.map((dataset, m) => {
          const found = perStringMeasures(dataset, dataset.heldOut.sourceBits, {
            training: nats.training[m]!,
            heldOut: nats.heldOut[m]!,
            candidates: candidates[m]!,
          })
          const traces = {
            ...found.traces,
            'grid.probability': grids[m]!.values.map((p) => Math.round(p * 100) / 100),
            ...(dataset.planted.length > 0 ? { 'exposures.step': steps, ...exposures[m]! } : {}),
          }
          return { measures: found.measures, traces }
        })
      },
    }
  },
} satisfies Procedure
