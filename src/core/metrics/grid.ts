/** Values in rows, as a picture of what a probe has seen: strings by positions, most often. */
export interface Grid {
  readonly columns: number
  /** 0…1, row-major. */
  readonly values: readonly number[]
}
