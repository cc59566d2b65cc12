import type { Fields } from './pair-format.ts'
import type { Rejected, Row } from './row.ts'

/** Rows that a format reads as one: usually a single one. */
export type Gathered = {
  /** The line of each. */
  lines: readonly number[]
  /** The place of the first among all rows, from 0. */
  at: number
  rows: readonly unknown[]
}

/** Rows that belong together at most: they are in memory at once. */
const MOST_ROWS = 10_000

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Puts rows together that stand one after the other and have the same key; what is rejected is passed on. */
export class RowGatherer {
  #together: (fields: Fields) => unknown
  #open: { key: unknown; lines: number[]; at: number; rows: unknown[] } | null = null

  constructor(together: (fields: Fields) => unknown) {
    this.#together = together
  }

  /** What is known to be whole once this row is there. */
  add(row: Row<unknown>, at: number): (Gathered | Rejected)[] {
    if (!('record' in row)) return [row]
    const key = isFields(row.record) ? this.#together(row.record) : undefined
    if (this.#open && key !== undefined && key === this.#open.key) {
      this.#open.lines.push(row.line)
      if (this.#open.rows.length <= MOST_ROWS) this.#open.rows.push(row.record)
      return []
    }
    const whole = this.end()
    this.#open = { key, lines: [row.line], at, rows: [row.record] }
    return whole
  }

  /** What is left. */
  end(): (Gathered | Rejected)[] {
    const open = this.#open
    this.#open = null
    if (!open) return []
    if (open.rows.length <= MOST_ROWS) return [open]
    const reason = `it is one of ${open.lines.length} rows that belong together; ${MOST_ROWS} at most are read`
    return open.lines.map((line) => ({ line, reason }))
  }
}
