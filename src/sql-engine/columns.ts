import { type BitField, bitFields } from '../domain/label-bits.ts'
import { SIDES, type Side } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import type { Outline } from '../frame/frame.ts'
import type { Subject } from '../frame/view.ts'
import { angleBetween } from './angle.ts'
import { type LabelColumn, labelColumn, preferenceColumn, rewardColumn } from './names.ts'
import { every, type Sql } from './statement.ts'

/** What an audit says of a pair, as expressions over a row of a projection that is called `row`; null is unknown. */
export const columnsOf = (outline: Outline, subject: Subject, row: string) => {
  const { models, labelers, taxonomy, defaults } = outline
  const fields = bitFields(taxonomy.features)
  const rewardOf = (model: number, side: Side): Sql =>
    models[model] ? `${row}.${rewardColumn(models[model].id, side)}` : 'NULL::float8'
  const reward = (stage: Stage, side: Side): Sql =>
    rewardOf(stage === 'PRE' ? subject.pre : subject.post, side)
  const labelOf = (labeler: number, side: Side, column: LabelColumn): Sql => {
    const id = labelers[labeler]?.id
    if (id !== undefined) return `${row}.${labelColumn(id, side, column)}`
    return column === 'features' || column === 'known' ? 'NULL::bigint' : 'NULL::text'
  }
  const label = (side: Side, column: LabelColumn): Sql => labelOf(subject.labeler, side, column)
  const bits = (side: Side, column: 'features' | 'known', { word, shift, mask }: BitField): Sql =>
    `((${label(side, column)} >> ${32 * word + shift}) & ${mask})`
  const value = (side: Side, field: BitField): Sql =>
    `(CASE WHEN ${bits(side, 'known', field)} = 0 THEN NULL
      WHEN ${bits(side, 'features', field)} = 2 THEN -1 ELSE ${bits(side, 'features', field)} END)`
  const rewards = (stage: Stage): Sql[] => SIDES.map((side) => reward(stage, side))
  const scored = (stage: Stage): Sql => every(rewards(stage).map((score) => `${score} IS NOT NULL`))
  /** 1 or 0; null where a reward is. */
  const aligned = (stage: Stage): Sql => `(${rewards(stage).join(' > ')})::int`
  const own = subject.pre === defaults.pre && subject.post === defaults.post
  return {
    fields,
    row,
    reward,
    rewardOf,
    label,
    labelOf,
    value,
    scored,
    aligned,
    labeled: every(SIDES.map((side) => `coalesce(${label(side, 'known')}, 0) <> 0`)),
    margin: (stage: Stage): Sql => `(${rewards(stage).join(' - ')})`,
    /** 1 where the post model gives the chosen entry no more, else 0. */
    misaligned: `(1 - ${aligned('POST')})::float8`,
    shift: own
      ? `${row}.shift`
      : angleBetween(
          ...(['PRE', 'POST'].flatMap((stage) => rewards(stage as Stage)) as [Sql, Sql, Sql, Sql]),
        ),
    /** Index into REGIMES: 2 and 0 from misaligned, 3 and 1 from aligned ones. */
    regime: `(2 + ${aligned('PRE')} - 2 * ${aligned('POST')})`,
    /** Index into PREFERENCES. */
    preference:
      labelers[subject.labeler] === undefined
        ? 'NULL::int'
        : `${row}.${preferenceColumn(labelers[subject.labeler].id)}`,
  }
}

export type Columns = ReturnType<typeof columnsOf>
