/** Numbers as records keep them: with as many digits as a chart can show, since a record is written as text. */

/** 0.123456 to 4 digits: 0.1235. */
export const significantDigits = (value: number, digits: number): number => Number(value.toPrecision(digits))

/** 2.34567 to 2 places: 2.35. */
export const decimalPlaces = (value: number, places: number): number =>
  Math.round(value * 10 ** places) / 10 ** places
