/** Watches the string being learned, and at the end asks for its tokens behind contexts that are not its own. */
import { randomStream } from '@/core/rng'
import type { Trial } from '@/core/trial'
import type { Procedure, Session } from '@/runtime/runner/procedure'
import { predictionsOf, short, watchRepetition } from '@/runtime/runner/watch-repetition'
import { boundaries, CONTEXTS, longestPrefix, probe, targetIndex } from './measure'

const watched = watchRepetition({ withGrid: false })

/** One string for each context and boundary, contexts outermost. */
function probes(trial: Trial, tokens: Int32Array): Int32Array {
  const { source, shape, seed } = trial
  if (source.id !== 'alphabet') throw new RangeError(`the source ${source.id} has no alphabet`)
  const random = randomStream('probe', seed)
  const strings = CONTEXTS.flatMap((context) =>
    boundaries(shape.seqLen).map((b) => probe(context, tokens, b, source.symbols, random)),
  )
  const all = new Int32Array(strings.length * shape.seqLen)
  strings.forEach((string, i) => {
    all.set(string, i * shape.seqLen)
  })
  return all
}

/** @returns for each member the traces `recall.k` and, for each context, the share of tokens that are recalled given k. */
async function recall({ trainer, trials, training }: Session): Promise<Record<string, number[]>[]> {
  const strings = trials.map((trial, m) => probes(trial, training[m]!.tokens))
  const predicted = await predictionsOf(trainer, trials, strings)
  return trials.map(({ shape }, m) => {
    const prefixes = Array.from({ length: longestPrefix(shape.seqLen) + 1 }, (_, k) => k)
    const starts = boundaries(shape.seqLen)
    const byContext = CONTEXTS.map((context, c) => {
      const own = predicted[m]!.slice(c * starts.length, (c + 1) * starts.length)
      const right = (k: number) =>
        own.reduce((sum, { isArgmax }, i) => sum + isArgmax[targetIndex(context, starts[i]!, k)]!, 0)
      return [`recall.${context}`, prefixes.map((k) => short(right(k) / starts.length))] as const
    })
    return { 'recall.k': prefixes, ...Object.fromEntries(byContext) }
  })
}

export default {
  ...watched,
  begin(session) {
    const watching = watched.begin(session)
    return {
      ...watching,
      async finish(codeLengths) {
        const seen = await watching.finish(codeLengths)
        const recalled = await recall(session)
        return seen.map(({ measures, traces }, m) => ({ measures, traces: { ...traces, ...recalled[m] } }))
      },
    }
  },
} satisfies Procedure
