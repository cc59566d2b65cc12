import type { Cell, PartColumn } from '../table.ts'

/** Rows that are written at once: fewer make larger files, more make others wait. */
export const GROUP = 2048

/** A cell as typed formats have it: integers have 64 bits, booleans may come as texts. */
export type TypedCell = string | number | bigint | boolean | null

const TYPED: Record<PartColumn['type'], (cell: NonNullable<Cell>) => TypedCell> = {
  text: String,
  boolean: (cell) => cell === true || cell === 'true',
  integer: (cell) => BigInt(cell),
  number: Number,
}

/** What cells of a column are in a typed format. */
export const typedBy = ({ type }: PartColumn): ((cell: Cell) => TypedCell) => {
  const typed = TYPED[type]
  return (cell) => (cell === null ? null : typed(cell))
}
