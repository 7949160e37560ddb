/** Measures each string of a visitor's own text after training, for the records of a population. */
import { type Dataset, pickStrings } from '@/core/data/dataset'
import { natsToBits } from '@/core/metrics/bits'
import { shortestPrefixes } from '@/core/metrics/recall'
import { type LineNumbers, lineTraces, listedLines } from '@/core/results/line-results'
import type { Measured } from '@/core/results/result'
import { predictStrings } from './predict-strings'
import type { AskedStrings, FinalCodeLengths } from './procedure'

/** @returns traces for each member. */
export async function measureLines(
  { training, heldOut, trainer }: AskedStrings,
  nats: FinalCodeLengths,
): Promise<Measured['traces'][]> {
  const numbersOf = async (
    datasets: readonly Dataset[],
    codeLengths: readonly Float64Array[],
  ): Promise<LineNumbers[]> => {
    const listed = datasets.map(({ count }) => listedLines(count))
    const samples = datasets.map((dataset, m) => pickStrings(dataset, listed[m]!))
    const predictions = await predictStrings(trainer, samples)
    return datasets.map(({ sourceBits }, m) => ({
      prefix: shortestPrefixes(predictions[m]!),
      bits: listed[m]!.map((n) => sourceBits[n]! - natsToBits(codeLengths[m]![n]!)),
    }))
  }
  const learned = await numbersOf(training, nats.training)
  const others = await numbersOf(heldOut, nats.heldOut)
  return learned.map((own, m) => lineTraces(own, others[m]!))
}
