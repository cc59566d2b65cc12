import type { Interval } from '../../metrics/result-types.ts'
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

/** Why none of some estimates has a value, where that is the same of all; else null. */
export const sharedReason = (estimates: readonly Estimated[]): string | null => {
  const [first] = estimates
  const isSame = ({ value, reason }: Estimated) => value === null && reason === first.reason
  return first !== undefined && estimates.every(isSame) ? first.reason : null
}

/** Rows without series that have a value in none of them, for one and the same reason: said once, in a note. */
export const withoutEmptySeries = (
  rows: readonly Row[],
  series: readonly Series[],
): { rows: readonly Row[]; series: readonly Series[]; notes: string[] } => {
  const of = (one: Series) =>
    rows.flatMap(({ estimates }) => estimates.filter(({ series }) => series === one))
  const empty = new Map(
    series.map((one) => [one, sharedReason(of(one))] as const).filter(([, why]) => why !== null),
  )
  // Where all of them are, the panel says so itself.
  if (empty.size === 0 || empty.size === series.length) return { rows, series, notes: [] }
  return {
    rows: rows.map(({ label, estimates }) => ({
      label,
      estimates: estimates.filter(({ series }) => !empty.has(series)),
    })),
    series: series.filter((one) => !empty.has(one)),
    notes: [...empty].map(([{ name }, why]) => `Without the ${name}: ${why}.`),
  }
}

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
