import { clipped } from './clipped.ts'

const number = (value: number, digits: number) => value.toFixed(digits)

/** 1 as '1 pair', 2312 as '2,312 pairs'. */
export const counted = (count: number, thing: string, things = `${thing}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? thing : things}`

/** 0.456 as '45.6%'. */
export const percent = (share: number): string => `${number(100 * share, 1)}%`

/** 0.05 as '5.0 points'. */
export const points = (share: number): string => {
  const said = number(100 * share, 1)
  return `${said} ${said === '1.0' ? 'point' : 'points'}`
}

/** '43.6% to 47.6%'. */
export const range = ({ lower, upper }: { lower: number; upper: number }): string =>
  `${percent(lower)} to ${percent(upper)}`

/** 0.00002 as 'p < 0.001'. */
export const probability = (pValue: number): string =>
  pValue < 0.001 ? 'p < 0.001' : `p = ${number(pValue, pValue < 0.01 ? 3 : 2)}`

/** A name or a value of a dataset, in one short line. */
export const named = (text: string): string => clipped(text, 60) || '(empty)'

/** 0.3783783 as '0.378'. */
export const rounded = (value: number): string => `${Number(value.toPrecision(3))}`
