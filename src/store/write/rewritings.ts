import { SIDES } from '../../domain/side.ts'
import type { EntryText } from '../find-entries.ts'
import type { Connection, Value } from '../sql/connection.ts'
import { inRows } from '../sql/in-rows.ts'
import { TABLES } from '../sql/tables.ts'

/**
 * Writes rewritten texts; returns how many rows changed. A pair is rewritten when both its entries are: a
 * text whose other side is missing is kept, but no metric sees it until then.
 */
export const writeRewritings = async (
  connection: Connection,
  { datasetId, variantId }: { datasetId: number; variantId: number },
  rewritten: readonly EntryText[],
): Promise<number> => {
  const entries = rewritten.map(({ rowId, side, text, answerAt = null }): Value[] => [
    ...[datasetId, rowId, variantId, side],
    ...[text, answerAt],
  ])
  const changed = await connection.upsert(TABLES.entry, entries, 'update')
  const whole = await connection.query(
    `SELECT row_id FROM entry WHERE dataset_id = ?1 AND variant_id = ?2 AND ${inRows(connection, 3)}
     GROUP BY row_id HAVING count(*) = ${SIDES.length}`,
    [datasetId, variantId, [...new Set(rewritten.map(({ rowId }) => rowId))]],
  )
  const pairs = whole.map(([rowId]): Value[] => [datasetId, rowId as number, variantId, null, null])
  return changed + (await connection.upsert(TABLES.rewrite, pairs, 'keep'))
}
