/** The accuracy over the steps, a line for each dataset size. */
import type { Exhibit, ExhibitInput, LinesFigure } from '@/core/figures/figure'
import { shareAxis, stepAxis } from '@/core/figures/figure-points'
import { levelLine } from '@/core/figures/reference-lines'
import { trainingSeries } from '@/core/figures/training-series'
import { sentenceOf } from '@/core/findings/finding'
import { findings, type OwnFinding } from './findings'
import { ACCURACY_CURVE, chanceOf } from './series'
import { sentences, text } from './texts'

function accuracyFigure({ runs }: ExhibitInput): LinesFigure {
  const x = stepAxis(runs)
  const [first] = runs
  return {
    kind: 'lines',
    id: 'accuracy',
    title: text.accuracy.title,
    caption: text.accuracy.caption,
    x,
    y: shareAxis(text.accuracy.y),
    series: [
      ...trainingSeries(runs, ACCURACY_CURVE, ({ trial }, about) =>
        text.accuracy.line(trial.datasetSize, about),
      ),
      ...(first ? [levelLine('chance', text.accuracy.chance, chanceOf(first), x)] : []),
    ],
  }
}

export const exhibit: Exhibit<OwnFinding> = {
  figures: (input) => [accuracyFigure(input)],
  findings,
  sentence: (finding) => sentenceOf(sentences, finding),
}
