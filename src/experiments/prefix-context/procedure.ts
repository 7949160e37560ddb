/**
 * Watches the string being learned, and asks for its tokens behind contexts that are not its own: at the end at every boundary, for the
 * record, and now and then before that at a few, for whoever watches.
 */

import { randomStream } from '@/core/data/rng'
import type { LookedGrid } from '@/core/figures/figure'
import type { Trial } from '@/core/sweep/trial'
import { predictionsOf, probeRepetition, short } from '@/runtime/runner/probe-repetition'
import type { Procedure, Session } from '@/runtime/runner/procedure'
import {
  BOUNDARIES,
  boundaries,
  CONTEXTS,
  forEachContext,
  longestPrefix,
  probe,
  type RecallByContext,
  recallGrid,
  targetIndex,
} from './measure'

const watched = probeRepetition({ withGrid: false })

/** While a string is learned, recall is asked for in the first look and then this often at most: it takes as long as some ten steps. */
const LIVE_RECALLS = 8

/** One string for each context and boundary, contexts outermost. */
function probes(trial: Trial, tokens: Int32Array, starts: readonly number[]): Int32Array {
  const { source, shape, seed } = trial
  if (source.id !== 'alphabet') throw new RangeError(`the source ${source.id} has no alphabet`)
  const random = randomStream('probe', seed)
  const strings = CONTEXTS.flatMap((context) =>
    starts.map((b) => probe(context, tokens, b, source.symbols, random)),
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
  const strings = trials.map((trial, m) => probes(trial, training[m]!.tokens, starts[m]!))
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

const prefixesOf = (seqLen: number): number[] =>
  Array.from({ length: longestPrefix(seqLen) + 1 }, (_, k) => k)

export default {
  ...watched,
  begin(session) {
    let pictures: readonly LookedGrid[] = []
    const { steps } = session.trials[0]!
    let next = 0
    const watching = watched.begin({
      ...session,
      show: (member, step, values) => session.show(member, step, values, pictures[member]),
    })
    return {
      async look(step) {
        // After the last step `finish` asks for more.
        if (step >= next && step < steps) {
          pictures = (await recall(session, BOUNDARIES.live)).map(recallGrid)
          next = step + steps / LIVE_RECALLS
        }
        await watching.look?.(step)
      },
      /** Traces `recall.k` and, for each context, recall given k. */
      async finish(codeLengths) {
        const seen = await watching.finish(codeLengths)
        const recalled = await recall(session, BOUNDARIES.final)
        return seen.map(({ measures, traces }, m) => {
          const own = CONTEXTS.map((context) => [`recall.${context}`, recalled[m]![context]] as const)
          const prefixes = prefixesOf(session.trials[m]!.shape.seqLen)
          return { measures, traces: { ...traces, 'recall.k': prefixes, ...Object.fromEntries(own) } }
        })
      },
    }
  },
} satisfies Procedure
