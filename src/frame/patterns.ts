import type { LabelColumns } from './frame.ts'

/** The distinct combinations of values that some rows have: `rows[p]` is one row with pattern p, `counts[p]` is how many have it. */
export type Patterns = { rows: Int32Array; counts: Int32Array }

/**
 * Groups rows by their values in some columns of whole numbers, in one pass. Labels have few distinct
 * values: what is asked of every row can be asked of every pattern instead.
 */
export const patternsOf = (rows: Int32Array, columns: readonly Uint32Array[]): Patterns => {
  let slots = new Int32Array(1024).fill(-1)
  let patterns = new Int32Array(512)
  let counts = new Int32Array(512)
  let size = 0

  const hash = (row: number): number => {
    let h = 0
    for (let c = 0; c < columns.length; c++) h = Math.imul(h ^ columns[c][row], 0x9e3779b1) ^ (h >>> 15)
    return (h ^ (h >>> 16)) >>> 0
  }
  const equal = (a: number, b: number): boolean => {
    for (let c = 0; c < columns.length; c++) if (columns[c][a] !== columns[c][b]) return false
    return true
  }
  const slotOf = (row: number): number => {
    const mask = slots.length - 1
    let slot = hash(row) & mask
    while (slots[slot] >= 0 && !equal(patterns[slots[slot]], row)) slot = (slot + 1) & mask
    return slot
  }
  const grow = () => {
    const longer = (column: Int32Array) => {
      const copy = new Int32Array(2 * column.length)
      copy.set(column)
      return copy
    }
    patterns = longer(patterns)
    counts = longer(counts)
    slots = new Int32Array(2 * slots.length).fill(-1)
    for (let pattern = 0; pattern < size; pattern++) slots[slotOf(patterns[pattern])] = pattern
  }

  for (let k = 0; k < rows.length; k++) {
    if (size === patterns.length) grow()
    const slot = slotOf(rows[k])
    if (slots[slot] < 0) {
      slots[slot] = size
      patterns[size] = rows[k]
      size++
    }
    counts[slots[slot]]++
  }
  return { rows: patterns.subarray(0, size), counts: counts.subarray(0, size) }
}

/** The columns that tell labels apart: few taxonomies need the second word. */
export const labelColumns = ({ features, known }: LabelColumns): Uint32Array[] =>
  [...features, ...known].filter((column) => column.some((word) => word !== 0))
