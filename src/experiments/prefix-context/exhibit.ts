/** Recall against the tokens that were kept, a line for each context; and the accuracy while the string is learned. */
import type { Exhibit, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { kindColor, seedPoints, shareAxis, sizeStep, stepAxis } from '@/core/figures/figure-points'
import { sentenceOf } from '@/core/findings/finding'
import {
  learningRepetition,
  ofFirstProbedSeed,
  probedPoints,
  repetitionRuns,
  runLabel,
} from '@/core/runs/repetition'
import type { Run } from '@/core/runs/run'
import { findings, type PrefixFinding, settledBy } from './findings'
import { CONTEXTS, longestPrefix, uniqueLength } from './measure'
import { liveRecalls, type RecallCurves, recalls } from './series'
import { sentences, text } from './texts'

/** Figures of single alphabets: more would bury the page. */
const MOST_ALPHABETS = 5

interface Asked {
  readonly symbols: number
  readonly seqLen: number
  /** Recall of the finished seeds, or, before there is one, of those that train. */
  readonly recall: RecallCurves | undefined
  readonly live: boolean
}

/** Alphabets that were asked for, or will be; the largest first, whose strings are known by heart soonest. */
function alphabets(runs: readonly Run[]): Asked[] {
  const found = recalls(runs).map((recall) => ({ ...recall, recall, live: false }))
  const training = new Map(liveRecalls(runs).map((recall) => [recall.symbols, recall]))
  const coming = runs.flatMap(({ trial: { source, shape } }): Asked[] => {
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
      label: text.contexts[context],
      color: kindColor(i),
      style: context === 'kept' ? 'thin-curve' : 'curve',
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
    title: text.recall.title(symbols),
    awaits: text.recall.awaits,
    caption: text.recall.caption(symbols, seqLen, unique),
    x: { label: text.recall.x, scale: 'linear', min: 0, max: longest, ticks: everyFour(longest) },
    y: shareAxis(text.recall.y),
    series: lines,
    bands: [{ from: unique, to: longest, label: text.recall.unique }],
  }
}

function learningFigure(runs: readonly Run[]): LinesFigure {
  const shown = ofFirstProbedSeed(repetitionRuns(runs))
  return {
    kind: 'lines',
    id: 'learning',
    title: text.learning.title,
    caption: text.learning.caption,
    x: stepAxis(runs),
    y: shareAxis(text.learning.y),
    // They all end at 1.
    names: 'beside',
    series: shown.map((run, i) => ({
      key: run.trialKey,
      label: runLabel(run),
      color: sizeStep(i, shown.length),
      style: 'curve',
      points: probedPoints(run, 'accuracy'),
    })),
  }
}

export const exhibit: Exhibit<PrefixFinding> = {
  figures: ({ runs }) => [...alphabets(runs).map(recallFigure), learningFigure(runs)],
  findings,
  learning: learningRepetition,
  sentence: (finding) => sentenceOf(sentences, finding),
  settledBy,
}
