/** Exact recall and the membership attack on the same models, while and after they train. */
import { logSteps } from '@/core/metrics/log-steps'
import { areaUnderCurve, lossScores, rocCurve } from '@/core/metrics/membership'
import { recallRate, tokenGrid } from '@/core/metrics/recall'
import { predictStrings } from '@/runtime/runner/predict-strings'
import type { Procedure } from '@/runtime/runner/procedure'
import { GRID, measuredStrings, recallMeasures, shortestPrefixes, shownPrefixes } from './measure'

const LOOKS = 10
/** Strings of a look: a tenth of a second, not a tenth of the run. */
const LOOKED_STRINGS = 256

const aucOf = (members: ArrayLike<number>, strangers: ArrayLike<number>, seqLen: number): number =>
  areaUnderCurve(rocCurve(lossScores(members, seqLen), lossScores(strangers, seqLen)))

export default {
  looks: ({ steps }) => logSteps(steps, LOOKS),
  begin({ trials, training, heldOut, trainer, show }) {
    const looked = training.map((dataset) => measuredStrings(dataset, LOOKED_STRINGS))
    const measured = training.map((dataset) => measuredStrings(dataset))
    const steps: number[] = []
    const half: number[][] = trials.map(() => [])
    return {
      async look(step) {
        const members = await predictStrings(trainer, looked)
        const strangers = await trainer.codeLengths(heldOut.map(({ tokens }) => tokens))
        steps.push(step)
        members.forEach((own, m) => {
          const { seqLen } = training[m]!
          const shortest = shortestPrefixes(own)
          const nats = own.map((string) => string.nats.reduce((sum, token) => sum + token, 0))
          const recalls = shownPrefixes(seqLen).map(
            (prefix) => [`recall${prefix}`, recallRate(shortest, prefix)] as const,
          )
          half[m]!.push(Number(recallRate(shortest, Math.floor(seqLen / 2)).toPrecision(4)))
          const probabilities = own.map(({ probability }) => probability)
          show(
            m,
            step,
            { ...Object.fromEntries(recalls), auc: aucOf(nats, strangers[m]!, seqLen) },
            tokenGrid(probabilities, GRID),
          )
        })
      },
      async finish(nats) {
        const members = await predictStrings(trainer, measured)
        const strangers = await predictStrings(trainer, heldOut)
        return trials.map((_, m) => {
          const { seqLen } = training[m]!
          const found = recallMeasures(training[m]!, members[m]!, strangers[m]!)
          const auc = aucOf(nats.training[m]!, nats.heldOut[m]!, seqLen)
          return {
            measures: { ...found.measures, auc },
            traces: { ...found.traces, 'half.step': steps, 'half.recall': half[m]! },
          }
        })
      },
    }
  },
} satisfies Procedure
