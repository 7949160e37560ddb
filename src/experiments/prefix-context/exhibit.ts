/** Recall against the tokens that were kept, a line for each context; and the accuracy while the string is learned. */
import type { Exhibit, FigureInput, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { kindColor, seedPoints, sizeStep } from '@/core/figures/figure-points'
import { repetitionRuns, runLabel } from '@/core/runs/repetition'
import { findings } from './findings'
import { BOUNDARIES, CONTEXTS, longestPrefix, uniqueLength } from './measure'
import { CONTEXT_LABELS, liveRecalls, type Recall, recalls } from './series'

/** Figures of single alphabets: more would bury the page. */
const MOST_ALPHABETS = 5

interface Asked {
  readonly symbols: number
  readonly seqLen: number
  /** Of the finished seeds, or, before there is one, of those that train. */
  readonly recall: Pick<Recall, 'prefixes' | 'bySeed'> | undefined
  readonly live: boolean
}

/** Alphabets that were asked for, or will be; the largest first, whose strings are known by heart soonest. */
function alphabets(input: FigureInput): Asked[] {
  const found = recalls(input.records).map((recall) => ({ ...recall, recall, live: false }))
  const training = new Map(liveRecalls(input).map((recall) => [recall.symbols, recall]))
  const coming = input.planned.flatMap(({ source, shape }): Asked[] => {
    if (source.id !== 'alphabet' || found.some(({ symbols }) => symbols === source.symbols)) return []
    const { symbols } = source
    return [{ symbols, seqLen: shape.seqLen, recall: training.get(symbols), live: training.has(symbols) }]
  })
  const each = new Map([...coming, ...found].map((own) => [own.symbols, own]))
  return [...each.values()].toSorted((a, b) => b.symbols - a.symbols).slice(0, MOST_ALPHABETS)
}

/** Round numbers would end the axis at 25 or 30, a fifth of it empty. */
const everyFour = (most: number): number[] =>
  Array.from({ length: Math.floor(most / 4) + 1 }, (_, i) => 4 * i)

function recallFigure({ symbols, seqLen, recall, live }: Asked): LinesFigure {
  const unique = uniqueLength(symbols, seqLen)
  const longest = longestPrefix(seqLen)
  const lines = CONTEXTS.map(
    (context, i): FigureSeries => ({
      key: context,
      label: CONTEXT_LABELS[context],
      color: kindColor(i),
      style: context === 'kept' ? 'dashed-curve' : 'curve',
      bars: { every: CONTEXTS.length, from: i },
      points: recall
        ? seedPoints(
            recall.bySeed[context].flatMap((own) => own.map((y, j) => ({ x: recall.prefixes[j]!, y, live }))),
          )
        : [],
    }),
  )
  return {
    kind: 'lines',
    id: `recall-${symbols}`,
    title: `Recall given the last k tokens, ${symbols} symbols`,
    awaits: 'Drawn while its string is learned',
    caption: `Share of tokens that the model gets right where only the k tokens before them are the string’s own. What stood before those is kept, shuffled, redrawn from the same alphabet or from a foreign one, replaced by one symbol, or removed. Shaded: from ${unique.toFixed(1)} tokens on (2·log n / log l, of n = ${seqLen} tokens over l = ${symbols} symbols), a piece of a random string is nearly always the only one of its kind. Bars, in turns: from least to most over seeds. Until the first string is learned: as far as it is known, at ${BOUNDARIES.live} places.`,
    x: { label: 'tokens kept, k', scale: 'linear', min: 0, max: longest, ticks: everyFour(longest) },
    y: { label: 'recall', scale: 'linear', min: 0, max: 1 },
    series: lines,
    bands: [{ from: unique, to: longest, label: 'unique' }],
  }
}

function learningFigure(input: FigureInput): LinesFigure {
  const runs = repetitionRuns(input)
  const first = Math.min(...runs.map(({ seed }) => seed))
  const shown = runs.filter(({ seed }) => seed === first)
  const steps = [...input.planned, ...input.records].map((run) => run.steps)
  return {
    kind: 'lines',
    id: 'learning',
    title: 'How well the string is known while it is learned',
    caption:
      'One seed. Recall counts at the end: only a string that is known by then can tell what a memory hangs on.',
    x: { label: 'step', scale: 'log', min: 1, max: Math.max(2, ...steps) },
    y: { label: 'accuracy', scale: 'linear', min: 0, max: 1 },
    // They all end at 1.
    names: 'beside',
    series: shown.map((run, i) => ({
      key: run.trialKey,
      label: runLabel(run),
      color: sizeStep(i, shown.length),
      style: 'curve',
      points: run.curve.steps.map((x, j) => ({ x, y: run.curve.accuracy[j]! })),
    })),
  }
}

export const exhibit: Exhibit = {
  figures: (input) => [...alphabets(input).map(recallFigure), learningFigure(input)],
  findings,
}
