const DIGITS = 6

/** A number as a figure needs it: six significant digits, which are shorter than all. */
export const rounded = (value: number): number => Number(value.toPrecision(DIGITS))

export const roundedOrNull = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : rounded(value)
