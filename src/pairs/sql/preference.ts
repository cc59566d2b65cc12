import { SIDES } from '../../domain/side.ts'
import type { Outline } from '../../frame/frame.ts'
import { priorityFields } from '../preference.ts'
import { placed } from './bits.ts'
import { labelColumn } from './names.ts'
import type { Sql } from './statement.ts'

/**
 * preferenceAt of ../preference.ts, the preference of a labeler, as an index into PREFERENCES: the first of the target features that differs
 * decides for the entry that has more of it; null where one before that is unknown.
 */
export const preferenceOf = ({ taxonomy }: Outline, labelerId: number): Sql => {
  if (taxonomy.priority.length === 0) return 'CAST(NULL AS int)'
  const [chosen, rejected] = SIDES.map((side) => labelColumn(labelerId, side, 'features'))
  const known = SIDES.map((side) => labelColumn(labelerId, side, 'known')).join(' & ')
  return priorityFields(taxonomy).reduceRight((rest, field) => {
    const mask = placed(field, field.mask)
    const of = (features: Sql): Sql => {
      const bits = `${features} & ${mask}`
      return `(CASE ${bits} WHEN 0 THEN 0 WHEN ${placed(field, 1)} THEN 1 ELSE -1 END)`
    }
    const decided = `CASE WHEN ${of(chosen)} > ${of(rejected)} THEN 0 ELSE 1 END`
    return `(CASE WHEN ${known} & ${mask} <> 0 THEN
      CASE WHEN ${chosen} & ${mask} = ${rejected} & ${mask} THEN ${rest} ELSE ${decided} END END)`
  }, '2')
}
