/** What the runs have shown: a line or none, whether the models were full, what layers and embeddings do. */
import type { Finding } from '@/core/findings/finding'
import { MORRIS_SLOPE, MORRIS_TABLE } from '@/core/findings/morris-table'
import { groupBy } from '@/core/group'
import { spread } from '@/core/metrics/stats'
import type { TrialRecord } from '@/core/results/result'
import { type CapacityLine, fitCapacityLine, PLATEAU_GROWTH } from '@/core/runs/fit'
import { changeText, countText, decimalText } from '@/core/text/number'
import { finishedModels, type Model, type PartSlopes, partSlopes } from './models'

/** Below this share of variance explained, "on a line" would say too much. */
const LINE_R_SQUARED = 0.99
/** The largest model over the smallest: over less, whatever grows lies near a line. */
const LINE_RANGE = 4

export function findings(records: readonly TrialRecord[]): Finding[] {
  const models = finishedModels(records)
  if (models.length === 0) return []
  const line = fitCapacityLine(models)
  if (!line || models.length < 3) {
    return [{ verdict: 'not reached', text: 'A line needs at least three models: add widths or layers.' }]
  }
  const parts = partSlopes(models)
  const full = fullFinding(models)
  return [
    lineFinding(line, models, full.verdict === 'seen'),
    full,
    ...layerFinding(models),
    ...(parts ? [partFinding(parts)] : []),
  ]
}

const interval = (halfWidth: number | undefined): string =>
  halfWidth === undefined ? '' : ` ± ${decimalText(halfWidth)}`

/** The model that the line fits worst, for its size. */
function farthest({ slope, intercept }: CapacityLine, models: readonly Model[]): string {
  const offBy = ({ params, capacityBits }: Model) =>
    Math.abs(Math.log(Math.max(1, capacityBits.mean) / Math.max(1, slope * params + intercept)))
  const { layers, width, params, capacityBits } = models.reduce((far, model) =>
    offBy(model) > offBy(far) ? model : far,
  )
  return `The model with d ${width} and L ${layers} is farthest from it, with ${countText(capacityBits.mean)} bits in place of ${countText(slope * params + intercept)}`
}

/** @param areFull whether what was measured of the models is their capacity. */
function lineFinding(line: CapacityLine, models: readonly Model[], areFull: boolean): Finding {
  const { slope, intercept, slopeInterval, rSquared, seeds } = line
  const fit = `capacity = ${decimalText(slope)}·P ${intercept < 0 ? '−' : '+'} ${countText(Math.abs(intercept))} bits, R² ${rSquared.toFixed(4)} over ${line.models} models`
  const uncertainty =
    slopeInterval === undefined ? 'one seed, so no interval' : `95 % interval over ${seeds} seeds`
  const isLine = rSquared >= LINE_R_SQUARED
  const params = models.map((model) => model.params)
  const isWide = Math.max(...params) >= LINE_RANGE * Math.min(...params)
  const doubt = !areFull
    ? ' Not all of these models were full, so the line may be another one.'
    : !isWide
      ? ` The sizes lie within a factor of ${LINE_RANGE}, over which nearly anything is a line: add widths.`
      : ''
  return {
    verdict: doubt !== '' ? 'not reached' : isLine ? 'agrees' : 'differs',
    text: `Capacity ${isLine ? 'grows on a line' : 'does not lie on one line'}: each further parameter holds ${decimalText(slope)}${interval(slopeInterval)} bits (${uncertainty}; ${fit}).${isLine ? '' : ` ${farthest(line, models)}.`}${doubt}`,
    paper: `Morris et al.: a line too, with ${decimalText(MORRIS_SLOPE.float32)} bits for each parameter in float32 (${decimalText(MORRIS_SLOPE.bfloat16)} in bfloat16), after a million steps`,
  }
}

function fullFinding(models: readonly Model[]): Finding {
  const growths = models.flatMap(({ growthAtEnd }) => growthAtEnd ?? [])
  if (growths.length < models.length) return offeredFinding(models)
  const percent = 100 * PLATEAU_GROWTH
  const growing = growths.filter((growth) => growth > PLATEAU_GROWTH).length
  if (growing > 0) {
    return {
      verdict: 'not reached',
      text: `${growing} of ${models.length} models still held over ${percent} % more when their data doubled: their capacity is higher than shown.`,
    }
  }
  const falling = growths.filter((growth) => growth < -PLATEAU_GROWTH).length
  if (falling > 0) {
    return {
      verdict: 'not reached',
      text: `${falling} of ${models.length} models held over ${percent} % less when their data doubled: they are far from trained. Give them more steps.`,
    }
  }
  const { min, max } = spread(growths)
  return {
    verdict: 'seen',
    text: `All ${models.length} models are full: twice the data changed what they hold by ${changeText(min, 1)} to ${changeText(max, 1)}. More steps would add to it: capacity is a lower bound.`,
  }
}

/** A model that holds at most this share of what its data allow is limited by itself, and not by them. */
const OWN_LIMIT = 2 / 3

/** With one dataset size the ceiling has to tell. */
function offeredFinding(models: readonly Model[]): Finding {
  const share = Math.max(...models.map(({ capacityBits, ceilingBits }) => capacityBits.mean / ceilingBits))
  return share <= OWN_LIMIT
    ? {
        verdict: 'seen',
        text: `Every model was offered more than it could hold: at most ${Math.round(100 * share)} % of what its strings allow. How flat its capacity is, only a second dataset of twice the size would tell.`,
      }
    : {
        verdict: 'not reached',
        text: `A model holds ${Math.round(100 * share)} % of what its strings allow, so it may not be full: give it more data.`,
      }
}

const meanBitsPerParam = (models: readonly Model[]): number =>
  spread(models.map(({ capacityBits, params }) => capacityBits.mean / params)).mean

/** Over the widths that every depth has: else depth would stand for size. */
function layerFinding(models: readonly Model[]): Finding[] {
  const byLayers = [...groupBy(models, ({ layers }) => layers)].toSorted(([a], [b]) => a - b)
  if (byLayers.length < 2) return []
  const widths = (own: readonly Model[]) => new Set(own.map(({ width }) => width))
  const shared = byLayers.every(([, own]) => widths(own).size === widths(byLayers[0]![1]).size)
  if (!shared) return []
  const means = byLayers.map(([layers, own]) => `${decimalText(meanBitsPerParam(own))} with L ${layers}`)
  const paper = [...groupBy(MORRIS_TABLE, ({ layers }) => layers)]
    .toSorted(([a], [b]) => a - b)
    .map(
      ([layers, own]) =>
        `${decimalText(spread(own.map((m) => m.bitsPerParam.float32)).mean)} with L ${layers}`,
    )
  return [
    {
      verdict: 'seen',
      text: `Bits per parameter, mean over the same widths: ${means.join(', ')}.`,
      paper: `Morris et al., Table 1, float32: ${paper.join(', ')}`,
    },
  ]
}

const partFinding = ({ embedding, body, embeddingInterval, bodyInterval }: PartSlopes): Finding => ({
  verdict: 'seen',
  text: `Fitted apart, each further parameter of the embeddings and the head holds ${decimalText(embedding)}${interval(embeddingInterval)} bits, each one of the blocks ${decimalText(body)}${interval(bodyInterval)}${embeddingInterval === undefined ? ' (one seed)' : ' (95 % intervals over seeds)'}.`,
})
