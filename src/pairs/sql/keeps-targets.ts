import { bitFields } from '../../domain/label-bits.ts'
import { SIDES, type Side } from '../../domain/side.ts'
import type { Outline } from '../../frame/frame.ts'
import type { Version } from '../terms.ts'
import { maskOf } from './bits.ts'
import { certainly, every, type Sql } from './statement.ts'

/** Whether the target features stayed what they were on both sides. */
export const keepsTargets = (
  { taxonomy: { features, priority } }: Outline,
  label: (version: Version, side: Side, column: 'features' | 'known') => Sql,
): Sql => {
  const targets = priority.map((name) => features.findIndex((one) => one.name === name))
  const mask = maskOf(bitFields(features), targets)
  if (mask === 0n) return 'true'
  return certainly(
    every(
      SIDES.flatMap((side) => {
        const both = (column: 'features' | 'known') =>
          (['ORIGINAL', 'REWRITTEN'] as const).map((version) => label(version, side, column))
        const [before, after] = both('features')
        return [
          `${both('known').join(' & ')} & ${mask} = ${mask}`,
          `${before} & ${mask} = ${after} & ${mask}`,
        ]
      }),
    ),
  )
}
