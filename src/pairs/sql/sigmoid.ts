import type { Sql } from './statement.ts'

/**
 * exp(−|x|), from |x| = 80 on (1e-35) what it is there: PostgreSQL makes an error of squares, and squares of these, that
 * vanish.
 */
const vanishing = (x: Sql): Sql => `exp(-CASE WHEN abs(${x}) > 80 THEN 80 ELSE abs(${x}) END)`

/** stats/sigmoid.ts of |x|. */
export const sigmoidOfSize = (x: Sql): Sql => `(1 / (1 + ${vanishing(x)}))`

/** stats/sigmoid.ts of −x. */
export const oppositeSigmoid = (x: Sql): Sql =>
  `(CASE WHEN ${x} > 0 THEN ${vanishing(x)} ELSE 1 END / (1 + ${vanishing(x)}))`

/** stats/log-loss.ts. Databases have no log1p: what 1 + odds rounds off is made good (Kahan). */
export const logLoss = (x: Sql): Sql => {
  const odds = vanishing(x)
  const log1p = `CASE WHEN 1 + ${odds} = 1 THEN ${odds} ELSE ln(1 + ${odds}) * ${odds} / ((1 + ${odds}) - 1) END`
  return `(CASE WHEN ${x} < 0 THEN -(${x}) ELSE 0 END + ${log1p})`
}
