import type { PairFilter, Range } from '../domain/pair-filter.ts'
import { PREFERENCES } from '../domain/preference.ts'
import { REGIMES } from '../domain/regime.ts'
import { SIDES, type Side } from '../domain/side.ts'
import { findFeature, type Taxonomy } from '../domain/taxonomy.ts'
import type { TextMatches } from '../frame/select.ts'
import type { Columns } from './columns.ts'
import { type Bind, certainly, every, type Sql, some } from './statement.ts'

/** What conditions are written with. */
export type Terms = { columns: Columns; taxonomy: Taxonomy; texts: TextMatches; bind: Bind }

const inRange = (value: Sql, { gte, lte }: Range, bind: Bind): Sql =>
  every([
    `${value} IS NOT NULL`,
    ...(typeof gte === 'number' ? [`${value} >= ${bind(gte)}::float8`] : []),
    ...(typeof lte === 'number' ? [`${value} <= ${bind(lte)}::float8`] : []),
  ])

const isOneOf = (value: Sql, indices: readonly number[], bind: Bind): Sql =>
  `${value} = ANY(${bind(indices)}::int[])`

const featureCondition = (
  { name, scope, values }: NonNullable<PairFilter['feature']>,
  { columns, taxonomy, bind }: Terms,
): Sql => {
  const field = columns.fields[findFeature(taxonomy, name)]
  const holds = (side: Side) => certainly(`${columns.value(side, field)} = ANY(${bind(values)}::float8[])`)
  switch (scope) {
    case 'CHOSEN':
    case 'REJECTED':
      return holds(scope)
    case 'EITHER':
      return some(SIDES.map(holds))
    case 'BOTH':
      return every(SIDES.map(holds))
  }
}

const conditionsOf = (filter: PairFilter, terms: Terms): Sql[] => {
  const { columns, texts, bind } = terms
  const { row } = columns
  const nested = (filters: readonly PairFilter[]) => filters.map((inner) => conditionOf(inner, terms))
  const lists = (column: 'topics' | 'discriminations', names: readonly string[]) =>
    some(SIDES.map((side) => certainly(`${columns.label(side, column)}::jsonb ?| ${bind(names)}::text[]`)))
  const conditions: Sql[] = []
  if (filter.and) conditions.push(...nested(filter.and))
  if (filter.or) conditions.push(some(nested(filter.or)))
  if (filter.not) conditions.push(`NOT (${conditionOf(filter.not, terms)})`)
  if (filter.rowId) conditions.push(inRange(`${row}.row_id`, filter.rowId, bind))
  if (filter.rowIds) conditions.push(`${row}.row_id = ANY(${bind([...filter.rowIds])}::int[])`)
  if (filter.subset) conditions.push(`${row}.subset = ANY(${bind(filter.subset)}::text[])`)
  if (filter.regime) {
    const wanted = filter.regime.map((regime) => REGIMES.indexOf(regime))
    conditions.push(isOneOf(columns.regime, wanted, bind))
  }
  if (filter.preference) {
    const wanted = filter.preference.map((preference) => PREFERENCES.indexOf(preference))
    conditions.push(isOneOf(columns.preference, wanted, bind))
  }
  if (filter.topic) conditions.push(lists('topics', filter.topic))
  if (filter.discrimination) conditions.push(lists('discriminations', filter.discrimination))
  if (filter.feature) conditions.push(featureCondition(filter.feature, terms))
  if (filter.reward) {
    const { stage, side } = filter.reward
    conditions.push(inRange(columns.reward(stage, side), filter.reward, bind))
  }
  if (filter.margin) conditions.push(inRange(columns.margin(filter.margin.stage), filter.margin, bind))
  if (filter.rewardShift) conditions.push(inRange(columns.shift, filter.rewardShift, bind))
  if (typeof filter.text === 'string') {
    const rowIds = texts.get(filter.text) ?? new Int32Array()
    conditions.push(`${row}.row_id = ANY(${bind([...rowIds])}::int[])`)
  }
  if (typeof filter.rewritten === 'boolean')
    conditions.push(`${row}.rewritten = ${bind(filter.rewritten)}::boolean`)
  // A condition on something that is missing does not hold, so that its opposite does.
  return conditions.map(certainly)
}

/** frame/select.ts as a condition, of a filter that names nothing but what there is. */
export const conditionOf = (filter: PairFilter, terms: Terms): Sql => every(conditionsOf(filter, terms))
