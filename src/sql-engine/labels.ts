import { decodeValue } from '../domain/label-bits.ts'
import { SIDES } from '../domain/side.ts'
import type { JointCount } from '../frame/joint-counts.ts'
import { labelerAgreementOf } from '../metrics/labeler-agreement.ts'
import { prevalenceOf } from '../metrics/prevalence.ts'
import { type Count, ranked } from '../metrics/topics.ts'
import { placed } from './bits.ts'
import type { Columns } from './columns.ts'
import { ask, extentOf, groupedBy, type Source, select } from './source.ts'
import type { Sql } from './statement.ts'

/** Two columns of labels. */
type Beside = { a: { features: Sql; known: Sql }; b: { features: Sql; known: Sql } }

const codesOf = (mask: number) => (mask === 1 ? [0, 1] : [0, 1, 2])

/** frame/joint-counts.ts: for each feature, how often which values meet, over all of the columns that are beside. */
export const jointCounts = async (
  source: Pick<Source, 'connection' | 'from' | 'where'>,
  fields: Columns['fields'],
  beside: readonly Beside[],
): Promise<JointCount[][]> => {
  const meetings = fields.flatMap((field, feature) =>
    codesOf(field.mask).flatMap((a) =>
      codesOf(field.mask).map((b) => {
        const mask = placed(field, field.mask)
        const condition = `known & ${mask} <> 0 AND a & ${mask} = ${placed(field, a)} AND b & ${mask} = ${placed(field, b)}`
        return { feature, a: decodeValue(a), b: decodeValue(b), condition }
      }),
    ),
  )
  const [row] = (await ask(source, (bind) => {
    // Labels that are alike are many: what they say is looked at once.
    const alike = beside.map(({ a, b }) =>
      select(source, bind, {
        columns: [
          `${a.features} AS a`,
          `${b.features} AS b`,
          `${a.known} & ${b.known} AS known`,
          'count(*) AS n',
        ],
        conditions: [`${a.known} & ${b.known} <> 0`],
        rest: groupedBy(3),
      }),
    )
    const counts = meetings.map(({ condition }) => `coalesce(sum(n) FILTER (WHERE ${condition}), 0)::bigint`)
    return `SELECT ${counts.join(', ') || '1'} FROM (${alike.join(' UNION ALL ')}) AS alike`
  })) as number[][]
  const counted = meetings.map((meeting, index) => ({ ...meeting, count: row[index] }))
  return fields.map((_, feature) =>
    counted.flatMap(({ feature: of, a, b, count }) => (of === feature && count > 0 ? [{ a, b, count }] : [])),
  )
}

export const prevalence = async (source: Source) => {
  const { label, fields } = source.columns
  const [a, b] = SIDES.map((side) => ({ features: label(side, 'features'), known: label(side, 'known') }))
  return prevalenceOf(await jointCounts(source, fields, [{ a, b }]), await extentOf(source))
}

/** Of another labeler, by its index. */
export const labelerAgreement = async (source: Source, labeler: number) => {
  const { labelOf, fields } = source.columns
  const of = (which: number, side: (typeof SIDES)[number]) => ({
    features: labelOf(which, side, 'features'),
    known: labelOf(which, side, 'known'),
  })
  const beside = SIDES.map((side) => ({ a: of(source.subject.labeler, side), b: of(labeler, side) }))
  return labelerAgreementOf(await jointCounts(source, fields, beside), await extentOf(source))
}

/** How often each name is in the lists of a column, most frequent first. */
export const listed = async (source: Source, column: 'topics' | 'discriminations'): Promise<Count[]> => {
  const [chosen, rejected] = SIDES.map((side) => source.columns.label(side, column))
  const rows = (await ask(source, (bind) => {
    // Equal lists are common: each is read once.
    const alike = select(source, bind, {
      columns: [`${chosen} AS chosen`, `${rejected} AS rejected`, 'count(*) AS n'],
      conditions: [`${chosen} IS NOT NULL OR ${rejected} IS NOT NULL`],
      rest: groupedBy(2),
    })
    return `SELECT key, sum(n)::bigint, sum(n * sides)::bigint FROM (${alike}) AS alike, LATERAL (
      SELECT key, count(DISTINCT side) AS sides FROM (
        SELECT jsonb_array_elements_text(chosen::jsonb) AS key, 0 AS side
        UNION ALL SELECT jsonb_array_elements_text(rejected::jsonb), 1
      ) AS names GROUP BY key
    ) AS listed GROUP BY key`
  })) as [string, number, number][]
  return ranked(rows.map(([key, pairs, entries]) => ({ key, pairs, entries })))
}

/** Pairs of each subset. */
export const subsetCounts = async (source: Source) => {
  const subset = `${source.columns.row}.subset`
  const rows = (await ask(source, (bind) =>
    select(source, bind, {
      columns: [subset, 'count(*)'],
      conditions: [`${subset} IS NOT NULL`],
      rest: groupedBy(1),
    }),
  )) as [string, number][]
  return rows.map(([key, pairs]) => ({ key, pairs }))
}
