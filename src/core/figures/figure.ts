/**
 * A figure as plain data: what an experiment shows of its runs. Made by pure functions of runs, so that the page draws it, the
 * table beside it lists it, tests check it, and no experiment needs to know how a chart is drawn.
 */

import type { Finding, Sentence } from '../findings/finding'
import type { Run, TrainingRun } from '../runs/run'
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
  /** Its ticks are places of named things, one beside another: no number stands at them. */
  readonly unnumbered?: boolean
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
  /** What it is, a dataset size say: pointing at it marks points of the same name wherever its series stands out. */
  readonly highlight?: string
  /** What its tooltip says, and the keys read aloud, where its numbers alone are not enough. */
  readonly says?: PointText
}

export interface PointText {
  readonly title: string
  readonly rows: readonly (readonly [name: string, value: string])[]
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

/** A name at the end of a line: in a wide chart, and in a narrow one. Empty where there is to be none. */
export type EndName = readonly [wide: string, narrow: string]

export interface FigureSeries {
  readonly key: string
  /** In tables, files and tooltips, and at the line's end unless `atEnd` is given: short. */
  readonly label: string
  readonly atEnd?: EndName
  readonly color: FigureColor
  /**
   * `line` has marks at its points, `curve` has none, and `thin` is either for the second of a pair in one colour: training strings beside new
   * ones. `steps` is a histogram's outline; `dots` and `rings` are marks without a line. `formula` alone is dashed: a bound, a fit, a law, a
   * paper's value. Dashed says on every page that no run in the figure has measured it.
   */
  readonly style: 'line' | 'thin' | 'curve' | 'thin-curve' | 'formula' | 'steps' | 'dots' | 'rings'
  /** In ascending order of x. */
  readonly points: readonly FigurePoint[]
  /**
   * Draws a bar from least to largest over seeds at every `every`-th point, starting at `from`, on curves too. Series with different `from`
   * have no two bars in one place.
   */
  readonly bars?: { readonly every: number; readonly from: number }
  /** Pointing at a series makes those of the same `highlight` stand out in all figures on the page; its key unless given. */
  readonly highlight?: string
  /** The family of the models: its marks have a shape of their own. Circles unless given. */
  readonly family?: string
  readonly callout?: FigureCallout
}

/** A point that is ringed and named: where a curve is highest. */
export interface FigureCallout {
  readonly x: number
  readonly y: number
  /** Top of what stands at the point, an error bar: the name stands above it. */
  readonly high: number
  readonly name: EndName
  /** Whether it is shown only while its series is pointed at. */
  readonly onlyPointed: boolean
}

/**
 * A line that no run has drawn: a ceiling, y = x, a paper's figure, a fit. It stands behind the runs, and nothing is read from it with the
 * pointer or the keys.
 */
export interface FigureReference {
  readonly key: string
  /** In tables and files. */
  readonly label: string
  readonly atEnd: EndName
  /** Its name beside the place where it leaves the plot through the top; at the right edge like the others unless given, or where it has no room. */
  readonly atTop?: string
  /** A `level` to compare with, guessing or y = x, is thin and grey; a `bound`, a `fit` and what a `paper` found are dashed. */
  readonly means: 'level' | 'bound' | 'fit' | 'paper'
  /** Ascending in x. They may lead beyond the axes, whose ends are rounded outwards: lines are cut at the plot's edges. */
  readonly points: readonly Pick<FigurePoint, 'x' | 'y'>[]
  /** What the table and the file hold of it: its values where the runs have theirs. Nothing unless given. */
  readonly listed?: readonly Pick<FigurePoint, 'x' | 'y'>[]
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
  /** Name of its element and files, `chart-<name>`; `<experiment>-<id>` unless given. */
  readonly name?: string
  /** Its numbers as a table with columns of its own; the rows of its file unless given. */
  readonly table?: FigureTable
}

export interface FigureTable {
  /** In the line that opens it: `memorised bits of every run`. */
  readonly title: string
  readonly caption: string
  readonly columns: readonly string[]
  readonly groups: readonly TableGroup[]
}

/** Rows that have their first cells in common. */
export interface TableGroup {
  /** At least one: the first is the rows' heading. */
  readonly shared: readonly string[]
  /** The other cells of each row. */
  readonly rows: readonly (readonly TableCell[])[]
}

/** What must not be is an alarm, and stands out. */
export type TableCell = string | { readonly alarm: string }

export interface LinesFigure extends FigureHead {
  readonly kind: 'lines'
  readonly x: FigureAxis
  readonly y: FigureAxis
  readonly series: readonly FigureSeries[]
  readonly references?: readonly FigureReference[]
  /**
   * Where the series have their names: `at ends` unless said otherwise, `beside` for lines that all end in one place, `at points` for series
   * of one point each.
   */
  readonly names?: 'at ends' | 'beside' | 'at points'
  /** Stands in the plot until there are points: says what they wait for. */
  readonly awaits?: string
  readonly bands?: readonly FigureBand[]
  /** Of earlier runs of the same sweep: drawn pale under the series, without names, marks or targets. */
  readonly earlier?: readonly FigureSeries[]
}

/** Cells of one shade each: tokens of strings, recall by task. */
export interface GridFigure extends FigureHead {
  readonly kind: 'grid'
  readonly rowsLabel: string
  readonly columnsLabel: string
  /** One for each row or column, or none where there are too many to name. */
  readonly rowNames: readonly string[]
  /** Letters of the longest name that a row may get while models train: the cells stay where they are. */
  readonly rowLetters?: number
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
  /**
   * What models in training are doing, in this experiment's own terms after "is learning": `a string over 4 symbols: 61 % of its tokens right`.
   * The number of strings and the share of their bits unless given.
   * @param runs at least one.
   */
  learning?(runs: readonly TrainingRun[]): string
  /** The id of a preset whose runs decide a finding where smaller ones leave it open, by the finding's id. */
  readonly settledBy?: Readonly<Partial<Record<F['id'], string>>>
}
