/** What an attribute is of: a pair, or each of its entries. */
export type AttributeScope = 'PAIR' | 'ENTRY'
export type AttributeKind = 'TEXT' | 'NUMBER' | 'BOOLEAN'

/** What came with pairs or entries besides their texts. */
export type AttributeOutline = { id: number; name: string; scope: AttributeScope; kind: AttributeKind }

/** Values by pair: numbers (NaN: none), or codes into names (−1: none). */
export type AttributeValues = { numbers: Float64Array } | { codes: Int32Array }

/** Of a pair one column; of entries those of chosen and of rejected ones. `names`: what codes mean, of both columns. */
export type AttributeColumns = AttributeOutline & {
  columns: readonly AttributeValues[]
  names: readonly string[]
}

/** What the codes of a BOOLEAN mean. */
export const BOOLEANS = ['false', 'true']

/** A value at a row; null: none. */
export const attributeAt = (
  { kind, columns, names }: AttributeColumns,
  column: number,
  row: number,
): string | number | boolean | null => {
  const values = columns[column]
  if ('numbers' in values) return Number.isNaN(values.numbers[row]) ? null : values.numbers[row]
  const code = values.codes[row]
  if (code < 0) return null
  return kind === 'BOOLEAN' ? code === 1 : names[code]
}
