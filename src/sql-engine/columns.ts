import { type BitField, bitFields } from '../domain/label-bits.ts'
import { SIDES, type Side } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import type { Outline } from '../frame/frame.ts'
import { priorityFields, type Subject } from '../frame/view.ts'
import { angleBetween } from './angle.ts'
import { type LabelColumn, labelColumn, rewardColumn } from './names.ts'
import { every, type Sql } from './statement.ts'

/** A value that is known in none but some bits of a label's two words, as one number. */
export const placed = ({ word, shift }: BitField, bits: number): bigint =>
  BigInt(bits) << BigInt(32 * word + shift)

/** All bits of some features. */
export const maskOf = (fields: readonly BitField[], features: readonly number[]): bigint =>
  features.reduce((mask, feature) => mask | placed(fields[feature], fields[feature].mask), 0n)

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
  /** 1 or 0. */
  const aligned = (stage: Stage): Sql =>
    `(CASE WHEN ${scored(stage)} THEN (${rewards(stage).join(' > ')})::int END)`
  const own = subject.pre === defaults.pre && subject.post === defaults.post
  const preference = priorityFields(taxonomy).reduceRight((rest, field) => {
    const [chosen, rejected] = SIDES.map((side) => value(side, field))
    return `(CASE WHEN ${chosen} > ${rejected} THEN 0 WHEN ${chosen} < ${rejected} THEN 1 WHEN ${chosen} = ${rejected} THEN ${rest} END)`
  }, '2')
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
    /** Index into REGIMES. */
    regime: `(CASE ${aligned('PRE')} WHEN 0 THEN 2 - 2 * ${aligned('POST')} WHEN 1 THEN 3 - 2 * ${aligned('POST')} END)`,
    /** Index into PREFERENCES. */
    preference: taxonomy.priority.length > 0 ? preference : 'NULL::int',
  }
}

export type Columns = ReturnType<typeof columnsOf>
