/**
 * Probes the string while it is learned, and asks for its tokens behind contexts that are not its own: at the end at every boundary, for the
 * record, and now and then before that at a few, for whoever watches.
 */

import { randomStream } from '@/core/data/rng'
import type { Grid } from '@/core/metrics/grid'
import type { Trial } from '@/core/sweep/trial'
import { predictionsOf, probeRepetition, short } from '@/runtime/runner/probe-repetition'
import type { Procedure, Session } from '@/runtime/runner/procedure'
import {
  BOUNDARIES,
  boundaries,
  CONTEXTS,
  contextString,
  forEachContext,
  prefixesOf,
  type RecallByContext,
  recallGrid,
  targetIndex,
} from './measure'

const repetition = probeRepetition({ withGrid: false })

/** While a string is learned, recall is asked for at the first probe and then this often at most: it takes as long as some ten steps. */
const LIVE_RECALLS = 8

/** One string for each context and boundary, contexts outermost. */
function contextStrings(trial: Trial, tokens: Int32Array, starts: readonly number[]): Int32Array {
  const { source, shape, seed } = trial
  if (source.id !== 'alphabet') throw new RangeError(`the source ${source.id} has no alphabet`)
  const random = randomStream('probe', seed)
  const strings = CONTEXTS.flatMap((context) =>
    starts.map((b) => contextString(context, tokens, b, source.symbols, random)),
  )
  const all = new Int32Array(strings.length * shape.seqLen)
  strings.forEach((string, i) => {
    all.set(string, i * shape.seqLen)
  })
  return all
}

/** @returns for each member and context the share of tokens that are recalled given 0, 1, 2 … of the string. */
async function recall({ trainer, trials, training }: Session, atMost: number): Promise<RecallByContext[]> {
  const starts = trials.map(({ shape }) => boundaries(shape.seqLen, atMost))
  const strings = trials.map((trial, m) => contextStrings(trial, training[m]!.tokens, starts[m]!))
  const predicted = await predictionsOf(trainer, trials, strings)
  return trials.map(({ shape }, m) => {
    const own = starts[m]!
    return forEachContext((context) => {
      const first = CONTEXTS.indexOf(context) * own.length
      const answers = predicted[m]!.slice(first, first + own.length)
      const right = (k: number) =>
        answers.reduce((sum, { isArgmax }, i) => sum + isArgmax[targetIndex(context, own[i]!, k)]!, 0)
      return prefixesOf(shape.seqLen).map((k) => short(right(k) / own.length))
    })
  })
}

export default {
  ...repetition,
  begin(session) {
    const { steps } = session.trials[0]!
    const whileLearning = repetition.begin(session)
    let grids: readonly Grid[] = []
    let next = 0
    return {
      async probe(step) {
        // After the last step `finish` asks for more.
        if (step >= next && step < steps) {
          grids = (await recall(session, BOUNDARIES.live)).map(recallGrid)
          next = step + steps / LIVE_RECALLS
        }
        const probes = (await whileLearning.probe?.(step)) ?? []
        return probes.map((probe, m) => ({ ...probe, grid: grids[m] }))
      },
      /** Traces `recall.k` and, for each context, recall given k. */
      async finish() {
        const recalled = await recall(session, BOUNDARIES.final)
        return session.trials.map(({ shape }, m) => ({
          measures: {},
          traces: {
            'recall.k': prefixesOf(shape.seqLen),
            ...Object.fromEntries(CONTEXTS.map((context) => [`recall.${context}`, recalled[m]![context]])),
          },
        }))
      },
    }
  },
} satisfies Procedure
