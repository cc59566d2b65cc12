import { InvalidInput } from '../domain/errors.ts'
import { listed } from './columns.ts'
import type { Fields } from './pair-format.ts'

/** Where a value is in a row: `a`, `a.b`, `list[0].c`. A column whose own name has dots is found by it. */
export type FieldPath = { text: string; column: string; steps: readonly (string | number)[] }

const STEP = /\.?([^.[\]]+)|\[(\d+)\]/y

/** What is spelled otherwise is a column's name. */
export const parseFieldPath = (text: string): FieldPath => {
  const steps: (string | number)[] = []
  let end = 0
  STEP.lastIndex = 0
  for (let found = STEP.exec(text); found; found = STEP.exec(text)) {
    steps.push(found[1] ?? Number(found[2]))
    end = STEP.lastIndex
  }
  const [column] = steps
  if (end !== text.length || typeof column !== 'string') return { text, column: text, steps: [text] }
  return { text, column, steps }
}

/** The value there; undefined: there is none. */
export const valueAt = (fields: Fields, { text, steps }: FieldPath): unknown => {
  if (Object.hasOwn(fields, text)) return fields[text]
  let value: unknown = fields
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string | number, unknown>)[step]
  }
  return value
}

/** The column of a file that a path begins with: its whole text, if that is one. */
export const columnOf = ({ text, column }: FieldPath, header: readonly string[]): string =>
  header.includes(text) ? text : column

/** The places that rows have, as a path spells them. */
const placesIn = (fields: Fields, prefix = '', depth = 0): string[] =>
  Object.entries(fields).flatMap(([key, value]) => {
    const place = prefix + key
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    const first = Array.isArray(value) ? value[0] : null
    if (depth < 2 && isObject) return placesIn(value as Fields, `${place}.`, depth + 1)
    if (depth < 2 && typeof first === 'object' && first !== null)
      return placesIn(first as Fields, `${place}[0].`, depth + 1)
    return [place]
  })

/** @throws InvalidInput when no row of a sample has the place, naming those that there are. */
export const requirePlace = (
  path: FieldPath,
  sample: readonly Fields[],
  what: string,
  file: string,
): void => {
  if (sample.length === 0 || sample.some((fields) => valueAt(fields, path) !== undefined)) return
  const places = new Set(sample.flatMap((fields) => placesIn(fields)))
  throw new InvalidInput(`${file} has no "${path.text}", which ${what} names; it has ${listed([...places])}`)
}
