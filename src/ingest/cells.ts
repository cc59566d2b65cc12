import type { FeatureKind } from '../domain/taxonomy.ts'
import { Unusable } from './row.ts'

const INTEGER = /^\d+$/
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const MAX_ROW_ID = 2 ** 31 - 1
const SHOWN_LENGTH = 60

/** A cell for a message: quoted, and cut when long. */
export const shown = (cell: string): string =>
  JSON.stringify(cell.length > SHOWN_LENGTH ? `${cell.slice(0, SHOWN_LENGTH)}…` : cell)

/** The cells of a table's row by its header: texts, whatever they spell. */
export class Cells {
  [name: string]: unknown
}

/** The number that a text spells in decimal or scientific notation; null: it spells none. */
export const decimalOf = (text: string): number | null => {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : null
}

export const parseRowId = (cell: string): number => {
  const rowId = INTEGER.test(cell) ? Number(cell) : Number.NaN
  if (rowId <= MAX_ROW_ID) return rowId
  throw new Unusable(`row_id is ${shown(cell)}; it must be an integer from 0 to ${MAX_ROW_ID}`)
}

/** A finite number in decimal or scientific notation, nothing else that JavaScript would take for one. */
export const parseNumber = (cell: string, column: string): number => {
  const value = decimalOf(cell)
  if (value !== null) return value
  throw new Unusable(`${column} is ${shown(cell)}; it must be a finite number`)
}

/** The same; null, for unknown, from an empty cell, or where there is none. */
export const parseOptional = (cell: string | undefined, column: string): number | null =>
  cell === undefined || cell === '' ? null : parseNumber(cell, column)

const FEATURE_VALUES: Record<FeatureKind, { values: ReadonlyMap<string, number | null>; expected: string }> =
  {
    BOOLEAN: {
      values: new Map([
        ['True', 1],
        ['False', 0],
        ['true', 1],
        ['false', 0],
        ['1', 1],
        ['0', 0],
        ['', null],
      ]),
      expected: 'True or False',
    },
    TERNARY: {
      values: new Map([
        ['negative', -1],
        ['neutral', 0],
        ['positive', 1],
        ['-1', -1],
        ['0', 0],
        ['1', 1],
        ['', null],
      ]),
      expected: 'negative, neutral or positive',
    },
  }

/** The value of a feature; null, for unknown, from an empty cell. */
export const parseFeature = (cell: string, column: string, kind: FeatureKind): number | null => {
  const { values, expected } = FEATURE_VALUES[kind]
  const value = values.get(cell)
  if (value !== undefined) return value
  throw new Unusable(`${column} is ${shown(cell)}; it must be ${expected}, or empty when unknown`)
}
