import { NotFound } from '../../domain/errors.ts'
import { SIDES, type Side } from '../../domain/side.ts'
import type { AttributeColumns, AttributeValues } from '../../frame/attributes.ts'
import { findAttribute, wantedOf } from '../attribute.ts'
import type { ValueCount } from '../pairs.ts'
import type { AttributeControl } from '../patterns.ts'
import type { AttributeCondition } from '../terms.ts'
import type { Rows, Space } from './space.ts'

type Holds = (row: number) => boolean

const codesNamed = ({ name, names }: AttributeColumns, wanted: readonly string[]): Set<number> => {
  const codes = new Map(names.map((one, code) => [one, code]))
  return new Set(
    wanted.map((value) => {
      const code = codes.get(value)
      if (code === undefined) throw new NotFound(`value of "${name}"`, value, [...names].sort())
      return code
    }),
  )
}

/** Whether a column's value at a row is what is asked for. */
const hasValue = (
  attribute: AttributeColumns,
  condition: AttributeCondition,
): ((of: AttributeValues) => Holds) => {
  const { texts, numbers } = wantedOf(attribute, condition)
  const codes = texts && codesNamed(attribute, texts)
  const among = numbers && new Set(numbers)
  const [low, high] = [condition.gte ?? -Infinity, condition.lte ?? Infinity]
  return (of) => {
    if ('codes' in of) {
      const column = of.codes
      return codes ? (row) => codes.has(column[row]) : (row) => column[row] >= 0
    }
    const column = of.numbers
    // False for NaN, which is none.
    const isWithin = (row: number) => column[row] >= low && column[row] <= high
    return among ? (row) => isWithin(row) && among.has(column[row]) : isWithin
  }
}

const isNone =
  (of: AttributeValues): Holds =>
  (row) =>
    'codes' in of ? of.codes[row] < 0 : Number.isNaN(of.numbers[row])

/** @throws NotFound for an attribute or a value that the dataset does not have, InvalidInput for one that it can't have */
export const holdsOfAttribute = (space: Space, condition: AttributeCondition): Holds => {
  const attribute = findAttribute(space.frame.attributes, condition.attribute)
  const test = condition.isNull ? isNone : hasValue(attribute, condition)
  const at = space.positions
  const each = attribute.columns.map((column): Holds => {
    const holds = test(column)
    return at ? (row) => holds(at[row]) : holds
  })
  const [chosen, rejected = chosen] = each
  const { scope } = condition
  if (scope === 'EITHER') return (row) => chosen(row) || rejected(row)
  if (scope === 'BOTH') return (row) => chosen(row) && rejected(row)
  return each[SIDES.indexOf(scope)] ?? chosen
}

const valuesOn = ({ frame }: Space, name: string, side: Side) => {
  const attribute = frame.attributes.find((one) => one.name === name)
  const [first, second = first] = attribute?.columns ?? []
  return { names: attribute?.names ?? [], values: side === 'CHOSEN' ? first : second }
}

/** An attribute's numbers on a side, NaN where there is none. */
export const attributeNumbers = (space: Space, name: string, side: Side): Float64Array => {
  const { length, positions } = space
  const { values } = valuesOn(space, name, side)
  if (!values || 'codes' in values) return new Float64Array(length).fill(Number.NaN)
  return positions ? Float64Array.from(positions, (at) => values.numbers[at]) : values.numbers
}

/** The numbers of a control on a side, NaN where the attribute is unknown. */
export const controlNumbers = (
  space: Space,
  { attribute, value }: AttributeControl,
  side: Side,
): Float64Array => {
  if (value === null) return attributeNumbers(space, attribute, side)
  const { length, positions } = space
  const numbers = new Float64Array(length).fill(Number.NaN)
  const { names, values } = valuesOn(space, attribute, side)
  if (!values || 'numbers' in values) return numbers
  const wanted = names.indexOf(value)
  for (let row = 0; row < length; row++) {
    const code = values.codes[positions ? positions[row] : row]
    if (code >= 0) numbers[row] = code === wanted ? 1 : 0
  }
  return numbers
}

/** `Pairs.attributeValues` @throws NotFound */
export const countValues = ({ space, rows }: Rows, name: string): ValueCount[] => {
  const { columns, names } = findAttribute(space.frame.attributes, name)
  const [chosen, rejected, both] = [0, 1, 2].map(() => new Uint32Array(names.length))
  const codes = columns.flatMap((of) => ('codes' in of ? [of.codes] : []))
  if (codes.length === 0) return []
  const [first, second = first] = codes
  for (const row of rows) {
    const at = space.positions?.[row] ?? row
    const [a, b] = [first[at], second[at]]
    if (a >= 0) chosen[a]++
    if (b >= 0) rejected[b]++
    if (a >= 0 && a === b) both[a]++
  }
  return names.map((key, code) => ({ key, chosen: chosen[code], rejected: rejected[code], both: both[code] }))
}
