import type { Dialect } from './dialect.ts'
import type { Sql } from './statement.ts'

/**
 * frame/reward-shift.ts in SQL: the signed angle from (uc, ur) to (vc, vr) in degrees, null where there is none. The
 * same operations in the same order, so that what is exactly 0 or 90 degrees there is so here. Scores must be as the
 * projection has them: PostgreSQL makes an error of products that leave the range of numbers.
 */
export const angleBetween = (
  { greatest }: Dialect,
  [uc, ur]: readonly Sql[],
  [vc, vr]: readonly Sql[],
): Sql => {
  const u = `nullif(${greatest(`abs(${uc})`, `abs(${ur})`)}, 0)`
  const v = `nullif(${greatest(`abs(${vc})`, `abs(${vr})`)}, 0)`
  const [a, b, c, d] = [`${uc} / ${u}`, `${ur} / ${u}`, `${vc} / ${v}`, `${vr} / ${v}`]
  const angle = `atan2((${a}) * (${d}) - (${b}) * (${c}), (${a}) * (${c}) + (${b}) * (${d}))`
  const unknown = [uc, ur, vc, vr].map((score) => `${score} IS NULL`).join(' OR ')
  return `(CASE WHEN ${unknown} OR (${uc} = 0 AND ${ur} = 0) OR (${vc} = 0 AND ${vr} = 0) THEN NULL
    ELSE coalesce(nullif(${angle} * CAST(${180 / Math.PI} AS float8), -180), 180) END)`
}
