import { groupKeyOf } from '../../domain/group-key.ts'
import { inSlice } from '../../domain/in-slice.ts'
import { SIDES, type Side } from '../../domain/side.ts'
import { measuredTerm } from '../measure.ts'
import type { Condition } from '../terms.ts'
import { attributeHolds } from './attribute.ts'
import { type Bind, certainly, every, type Sql, some } from './statement.ts'
import type { Terms } from './terms.ts'

/** By text, the rows of the pairs that have it: those of a statement. */
export type TextRows = ReadonlyMap<string, Sql>

/** What conditions are written with. */
type Writing = { terms: Terms; texts: TextRows; bind: Bind }

const written = (condition: Condition, writing: Writing): Sql => {
  const { terms, texts, bind } = writing
  const { dialect } = terms
  const rowId = `${terms.row}.row_id`
  const original = { version: 'ORIGINAL' } as const
  if ('all' in condition) return every(condition.all.map((one) => conditionOf(one, writing)))
  if ('any' in condition) return some(condition.any.map((one) => conditionOf(one, writing)))
  if ('not' in condition) return `NOT (${conditionOf(condition.not, writing)})`
  if ('slice' in condition) {
    try {
      return conditionOf(condition.means, writing)
    } catch (error) {
      throw inSlice(condition.slice, error)
    }
  }
  if ('known' in condition) {
    const { known } = condition
    return `${'code' in known ? terms.code(known) : terms.number(known)} IS NOT NULL`
  }
  if ('code' in condition) return dialect.isOneOf(terms.code(condition.code), condition.isOneOf, bind)
  if ('number' in condition) {
    const value = terms.number(condition.number)
    const { gte, lte } = condition
    return every([
      `${value} IS NOT NULL`,
      ...(gte === null ? [] : [`${value} >= CAST(${bind(gte)} AS float8)`]),
      ...(lte === null ? [] : [`${value} <= CAST(${bind(lte)} AS float8)`]),
    ])
  }
  if ('rowIds' in condition) return dialect.isOneOf(rowId, condition.rowIds, bind)
  if ('subsets' in condition) return dialect.isOneName(`${terms.row}.subset`, condition.subsets, bind)
  if ('prompts' in condition) {
    const keys = condition.prompts.map(groupKeyOf).filter((key) => key !== null)
    return some(keys.map((key) => `${terms.row}.group_key = ${key}`))
  }
  if ('attribute' in condition)
    return attributeHolds(condition, terms.attributes, { row: terms.row, dialect, bind })
  if ('measure' in condition) {
    const { gte, lte } = condition
    return written({ number: measuredTerm(terms, condition), gte, lte }, writing)
  }
  if ('list' in condition) {
    const { list, labeler, names } = condition
    const has = (side: Side) =>
      certainly(dialect.hasOneOf(terms.label({ labeler, side, ...original }, list), names, bind))
    return some(SIDES.map(has))
  }
  if ('feature' in condition) {
    const { feature, labeler, scope, values } = condition
    const has = (side: Side) =>
      certainly(dialect.isOneOf(terms.value({ labeler, side, ...original }, feature), values, bind))
    if (scope === 'EITHER') return some(SIDES.map(has))
    return scope === 'BOTH' ? every(SIDES.map(has)) : has(scope)
  }
  const rows = texts.get(condition.text)
  return rows === undefined ? 'false' : `${rowId} IN (${rows})`
}

/** A condition on names that there are. What is said of something that is unknown does not hold, so that its opposite does. */
export const conditionOf = (condition: Condition, writing: Writing): Sql =>
  certainly(written(condition, writing))
