import type { Interval } from '../metrics/result-types.ts'
import { rounded } from './rounded.ts'
import type { Series } from './theme.ts'

/** One series in one row. `reason` says why there is no value, or no interval; `short`, in few words, is what the row shows. */
export type Estimated = {
  series: Series
  value: number | null
  interval: Interval | null
  /** Whether to fill the mark. */
  filled: boolean
  reason: string | null
  short?: string
}

export type Row = { label: string; estimates: readonly Estimated[] }

/** Intervals are cut off so far beyond the farthest estimate: one that says nothing must not hide the others. */
const FARTHEST = 4

/** From the least to the most of what rows estimate, and a reference. */
export const intervalDomain = (rows: readonly Row[], reference: number | null): [number, number] => {
  const all = rows.flatMap(({ estimates }) => estimates)
  const values = all.flatMap(({ value }) => (value === null ? [] : [value]))
  const ends = all.flatMap(({ interval }) => (interval ? [interval.lower, interval.upper] : []))
  const farthest = FARTHEST * Math.max(0, ...values.map(Math.abs)) || Infinity
  const within = [...values, ...ends].map((end) => Math.max(-farthest, Math.min(farthest, end)))
  const shown = reference === null ? within : [...within, reference]
  const [low, high] = [Math.min(...shown), Math.max(...shown)]
  if (!Number.isFinite(high - low)) return [-1, 1]
  const room = (high - low) * 0.03 || Math.abs(high) * 0.1 || 1
  return [rounded(low - room), rounded(high + room)]
}
