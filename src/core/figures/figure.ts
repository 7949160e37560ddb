/**
 * A figure as plain data: what an experiment shows of its runs. Made by pure functions of runs, so that the page draws it, the
 * table beside it lists it, tests check it, and no experiment needs to know how a chart is drawn.
 */

import type { Finding, Sentence } from '../findings/finding'
import type { Run } from '../runs/run'
import type { ConfigValues } from '../sweep/fields'

/** Everything that an exhibit is made from. */
export interface ExhibitInput {
  /** Every run of the sweep on show, in the order of its plan; of recorded results and imported files, the finished ones. */
  readonly runs: readonly Run[]
  /** The config in the form, for fields that no trial depends on; undefined where only records are known. */
  readonly values?: ConfigValues | undefined
}

export interface FigureAxis {
  /** Name and unit: `bits in the dataset`. */
  readonly label: string
  readonly scale: 'log' | 'linear'
  /**
   * The least and the largest value that must fit, from the plan where possible: an axis that follows every new value makes a chart
   * jump. Rounded outwards for drawing. On a log axis above 0; a linear axis starts at 0 unless `min` is below it.
   */
  readonly min: number
  readonly max: number
  /** Few values, ascending, that say more than round numbers: 2, 4, 8, 16, 32 bits. The axis then ends at `min` and `max` themselves. */
  readonly ticks?: readonly number[]
}

export interface FigurePoint {
  readonly x: number
  readonly y: number
  /** Least and largest value over seeds. */
  readonly low?: number
  readonly high?: number
  /** Single seeds, drawn faint. */
  readonly singles?: readonly number[]
  /** Whether a run behind it still trains. */
  readonly live?: boolean
}

/** Colours for what has no order of size: variants, formats. The first is the ink's own, for what the others are held against. */
export const KIND_COLORS = [
  'kind-0',
  'kind-1',
  'kind-2',
  'kind-3',
  'kind-4',
  'kind-5',
  'kind-6',
  'kind-7',
] as const

/**
 * Colour step 0 (small) … 11 (large) of the size scale; one of the kinds; or thin and grey, for what is not ours: a ceiling, a paper's
 * figure.
 */
export type FigureColor = number | (typeof KIND_COLORS)[number] | 'reference'

export interface FigureSeries {
  readonly key: string
  /** The series' name in the chart: short. */
  readonly label: string
  readonly color: FigureColor
  /** `line` has marks at its points; `curve` has none; `steps` is a histogram's outline; `dots` and `rings` are marks without a line. */
  readonly style: 'line' | 'dashed' | 'curve' | 'dashed-curve' | 'steps' | 'dots' | 'rings'
  /** In ascending order of x. */
  readonly points: readonly FigurePoint[]
  /**
   * Draws a bar from least to largest over seeds at every `every`-th point, starting at `from`, on curves too. Series with different `from`
   * have no two bars in one place.
   */
  readonly bars?: { readonly every: number; readonly from: number }
}

/** A span of x that is shaded and named: a phase. */
export interface FigureBand {
  readonly from: number
  readonly to: number
  readonly label: string
}

interface FigureHead {
  /** Unique in its exhibit: names the element and exported files. */
  readonly id: string
  readonly title: string
  /** One to three sentences: what is drawn and how to read it. */
  readonly caption: string
}

export interface LinesFigure extends FigureHead {
  readonly kind: 'lines'
  readonly x: FigureAxis
  readonly y: FigureAxis
  readonly series: readonly FigureSeries[]
  /** Where the lines have their names: `at ends` unless said otherwise, `beside` for lines that all end in one place. */
  readonly names?: 'at ends' | 'beside'
  /** Stands in the plot until there are points: says what they wait for. */
  readonly awaits?: string
  readonly bands?: readonly FigureBand[]
}

/** Cells of one shade each: tokens of strings, recall by task. */
export interface GridFigure extends FigureHead {
  readonly kind: 'grid'
  readonly rowsLabel: string
  readonly columnsLabel: string
  /** One for each row or column, or none where there are too many to name. */
  readonly rowNames: readonly string[]
  readonly columnNames: readonly string[]
  readonly columns: number
  /** Row-major, 0…1; NaN is left blank. */
  readonly values: readonly number[]
  /** Names of the shades for 0 and 1: `never recalled`, `always`. */
  readonly legend: readonly [string, string]
}

export type Figure = LinesFigure | GridFigure

/** Pure functions of runs that an experiment is shown by: its `exhibit.ts`. */
export interface Exhibit<F extends Finding = Finding> {
  /** The first is drawn large, above the others. Made from training runs too, so a curve may be short and a value may be missing. */
  figures(input: ExhibitInput): readonly Figure[]
  /** Statements that the finished runs support; empty where nothing has finished. */
  findings(input: ExhibitInput): readonly F[]
  /** The words for one of its findings. */
  sentence(finding: F): Sentence
}
