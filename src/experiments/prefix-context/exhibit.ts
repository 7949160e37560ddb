/** Recall against the tokens that were kept, a line for each context; and the accuracy while the string is learned. */
import type { Exhibit, FigureInput, FigureSeries, LinesFigure } from '@/core/figure'
import { AWAITS_END, kindColor, seedPoints, sizeStep } from '@/core/figure-points'
import { repetitionRuns, runLabel } from '@/core/repetition-curves'
import { findings } from './findings'
import { CONTEXTS, longestPrefix, uniqueLength } from './measure'
import { CONTEXT_LABELS, type Recall, recalls } from './runs'

/** Figures of single alphabets: more would bury the page. */
const MOST_ALPHABETS = 5

interface Asked {
  readonly symbols: number
  readonly seqLen: number
  readonly recall: Recall | undefined
}

/** Alphabets that were asked for, or will be; the largest first, whose strings are known by heart soonest. */
function alphabets({ planned, records }: FigureInput): Asked[] {
  const found = recalls(records).map((recall) => ({ ...recall, recall }))
  const coming = planned.flatMap(({ source, shape }): Asked[] =>
    source.id === 'alphabet' && !found.some((own) => own.symbols === source.symbols)
      ? [{ symbols: source.symbols, seqLen: shape.seqLen, recall: undefined }]
      : [],
  )
  const each = new Map([...coming, ...found].map((own) => [own.symbols, own]))
  return [...each.values()].toSorted((a, b) => b.symbols - a.symbols).slice(0, MOST_ALPHABETS)
}

function recallFigure({ symbols, seqLen, recall }: Asked): LinesFigure {
  const unique = uniqueLength(symbols, seqLen)
  const lines = CONTEXTS.map(
    (context, i): FigureSeries => ({
      key: context,
      label: CONTEXT_LABELS[context],
      color: kindColor(i),
      style: context === 'kept' ? 'dashed-curve' : 'curve',
      bars: { every: CONTEXTS.length, from: i },
      points: recall
        ? seedPoints(
            recall.bySeed[context].flatMap((own) => own.map((y, j) => ({ x: recall.prefixes[j]!, y }))),
          )
        : [],
    }),
  )
  return {
    kind: 'lines',
    id: `recall-${symbols}`,
    title: `Recall given the last k tokens, ${symbols} symbols`,
    awaits: AWAITS_END,
    caption: `Share of tokens that the model gets right where only the k tokens before them are the string’s own. What stood before those is kept, shuffled, redrawn from the same alphabet or from a foreign one, replaced by one symbol, or removed. Shaded: from ${unique.toFixed(1)} tokens on (2·log n / log l, of n = ${seqLen} tokens over l = ${symbols} symbols), a piece of a random string is nearly always the only one of its kind. Bars, in turns: from least to most over seeds.`,
    x: { label: 'tokens kept, k', scale: 'linear', min: 0, max: longestPrefix(seqLen) },
    y: { label: 'recall', scale: 'linear', min: 0, max: 1 },
    series: lines,
    bands: [{ from: unique, to: longestPrefix(seqLen), label: 'unique' }],
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
      'One seed. Recall is asked for at the end: only a string that is known by then can tell what a memory hangs on.',
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
