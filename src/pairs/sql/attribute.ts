import type { Side } from '../../domain/side.ts'
import type { AttributeOutline } from '../../frame/attributes.ts'
import { findAttribute, wantedOf } from '../attribute.ts'
import type { AttributeControl } from '../patterns.ts'
import type { AttributeCondition } from '../terms.ts'
import type { Dialect } from './dialect.ts'
import { attributeColumn } from './names.ts'
import { type Bind, certainly, every, type Sql, some } from './statement.ts'

/** The columns of a projection that have an attribute: of the pair, or of the chosen and the rejected entry. */
export const attributeColumnsOf = ({ id, scope }: AttributeOutline): string[] =>
  scope === 'PAIR'
    ? [attributeColumn(id, null)]
    : [attributeColumn(id, 'CHOSEN'), attributeColumn(id, 'REJECTED')]

/** @throws NotFound for an attribute that the dataset does not have, InvalidInput for a value that it can't have */
export const attributeHolds = (
  condition: AttributeCondition,
  attributes: readonly AttributeOutline[],
  { row, dialect, bind }: { row: string; dialect: Dialect; bind: Bind },
): Sql => {
  const attribute = findAttribute(attributes, condition.attribute)
  const { scope, gte, lte, isNull } = condition
  const { texts, numbers } = wantedOf(attribute, condition)
  const holds = (column: string): Sql => {
    const value = `${row}.${column}`
    if (isNull) return `${value} IS NULL`
    return certainly(
      every([
        `${value} IS NOT NULL`,
        ...(texts ? [dialect.isOneName(value, texts, bind)] : []),
        ...(numbers ? [some(numbers.map((number) => `${value} = CAST(${bind(number)} AS float8)`))] : []),
        ...(gte === null ? [] : [`${value} >= CAST(${bind(gte)} AS float8)`]),
        ...(lte === null ? [] : [`${value} <= CAST(${bind(lte)} AS float8)`]),
      ]),
    )
  }
  const [chosen, rejected = chosen] = attributeColumnsOf(attribute)
  if (chosen === rejected) return holds(chosen)
  if (scope === 'EITHER') return some([chosen, rejected].map(holds))
  if (scope === 'BOTH') return every([chosen, rejected].map(holds))
  return holds(scope === 'CHOSEN' ? chosen : rejected)
}

const columnOn = (attribute: AttributeOutline, side: Side, row: string): Sql => {
  const [first, second = first] = attributeColumnsOf(attribute)
  return `${row}.${side === 'CHOSEN' ? first : second}`
}

const NO_NUMBER: Sql = 'CAST(NULL AS float8)'

/** An attribute's numbers on a side; null where there are none. */
export const attributeNumber = (
  attributes: readonly AttributeOutline[],
  name: string,
  side: Side,
  row: string,
): Sql => {
  const attribute = attributes.find((one) => one.name === name)
  return attribute?.kind === 'NUMBER' ? columnOn(attribute, side, row) : NO_NUMBER
}

/** The number of a control on a side; null where the attribute is unknown. */
export const controlNumber = (
  attributes: readonly AttributeOutline[],
  { attribute: name, value }: AttributeControl,
  side: Side,
  { row, dialect, bind }: { row: string; dialect: Dialect; bind: Bind },
): Sql => {
  if (value === null) return attributeNumber(attributes, name, side, row)
  const column = columnOn(findAttribute(attributes, name), side, row)
  const has = dialect.isOneName(column, [value], bind)
  return `CASE WHEN ${column} IS NULL THEN NULL WHEN ${has} THEN CAST(1 AS float8) ELSE CAST(0 AS float8) END`
}
