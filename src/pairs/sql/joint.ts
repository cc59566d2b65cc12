import { decodeValue } from '../../domain/label-bits.ts'
import type { JointCount } from '../pairs.ts'
import type { Labels } from '../terms.ts'
import { placed } from './bits.ts'
import { ask, groupedBy, type Source, select } from './source.ts'

const codesOf = (mask: number) => (mask === 1 ? [0, 1] : [0, 1, 2])

/** `Pairs.joint`: for each feature, how often which values meet, over all of the columns that are side by side. */
export const jointCounts = async (
  source: Source,
  labels: readonly (readonly [Labels, Labels])[],
): Promise<JointCount[][]> => {
  const { fields, label } = source.terms
  const meetings = fields.flatMap((field, feature) =>
    codesOf(field.mask).flatMap((a) =>
      codesOf(field.mask).map((b) => {
        const mask = placed(field, field.mask)
        const condition = `known & ${mask} <> 0 AND a & ${mask} = ${placed(field, a)} AND b & ${mask} = ${placed(field, b)}`
        return { feature, a: decodeValue(a), b: decodeValue(b), condition }
      }),
    ),
  )
  if (meetings.length === 0) return []
  const [row] = (await ask(source, (bind) => {
    // Labels that are alike are many: what they say is looked at once.
    const alike = labels.map(([a, b]) => {
      const known = `${label(a, 'known')} & ${label(b, 'known')}`
      return select(source, bind, {
        columns: [
          `${label(a, 'features')} AS a`,
          `${label(b, 'features')} AS b`,
          `${known} AS known`,
          'count(*) AS n',
        ],
        conditions: [`${known} <> 0`],
        rest: groupedBy(3),
      })
    })
    const counts = meetings.map(
      ({ condition }) => `CAST(coalesce(sum(n) FILTER (WHERE ${condition}), 0) AS bigint)`,
    )
    return `SELECT ${counts.join(', ')} FROM (${alike.join(' UNION ALL ')}) AS alike`
  })) as number[][]
  const counted = meetings.map((meeting, index) => ({ ...meeting, count: row[index] }))
  return fields.map((_, feature) =>
    counted.flatMap(({ feature: of, a, b, count }) => (of === feature && count > 0 ? [{ a, b, count }] : [])),
  )
}
