/**
 * A trainer whose weights are rounded by the host: before the first step and after each one they are read, rounded and written back. For
 * composed ops, whose library cannot work on bits; the plan rounds where it updates. Whatever is asked of it takes its turn behind what
 * was asked before, and an error in it is that of everything that comes after.
 */
import { weightRounding } from '@/core/metrics/weight-rounding'
import type { Precision } from '@/core/model/precision'
import type { PopulationTrainer } from '../contract/trainer'

/** @param seeds of the members: each has stochastic draws of its own. */
export function roundOnHost(
  trainer: PopulationTrainer,
  precision: Precision,
  seeds: readonly number[],
): PopulationTrainer {
  const roundings = seeds.map((seed) => weightRounding(precision, seed))
  let disposed = false
  let last: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const result = last.then(work)
    last = result
    // Whoever asks next sees its error; until then it must not count as unhandled.
    result.catch(() => undefined)
    return result
  }

  async function round(): Promise<void> {
    const weights = await trainer.readWeights()
    if (!disposed) trainer.writeWeights(weights.map((own, m) => roundings[m]!.round(own)))
  }

  void inTurn(round)
  return {
    numerics: trainer.numerics,
    enqueue(count) {
      void inTurn(async () => {
        for (let step = 0; step < count && !disposed; step++) {
          trainer.enqueue(1)
          await round()
        }
      })
    },
    done: () => inTurn(() => trainer.done()),
    unreadLimit: trainer.unreadLimit,
    takeLosses: () => inTurn(() => trainer.takeLosses()),
    codeLengths: (tokens) => inTurn(() => trainer.codeLengths(tokens)),
    predictions: (tokens, visit) => inTurn(() => trainer.predictions(tokens, visit)),
    readWeights: () => inTurn(() => trainer.readWeights()),
    writeWeights(weights) {
      const written = weights.map((own) => own.slice())
      void inTurn(() => {
        trainer.writeWeights(written)
        for (const [m, own] of written.entries()) roundings[m]!.restart(own)
      })
    },
    trainOn(firstStrings) {
      void inTurn(() => trainer.trainOn(firstStrings))
    },
    dispose() {
      disposed = true
      trainer.dispose()
    },
  }
}
