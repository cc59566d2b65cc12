import { SIDES, type Side } from '../../domain/side.ts'
import { ORIGINAL } from '../catalog.ts'
import type { Entries, EntryKey } from '../find-entries.ts'
import type { Connection } from '../sql/connection.ts'
import { inRows } from '../sql/in-rows.ts'
import { batchesOf, loadNumbered } from './measured.ts'

/** How much of what was measured is gone. */
export type Removed = Record<'rewards' | 'labels' | 'numbers' | 'rewritings' | 'similarities', number>
export const NOTHING_REMOVED: Removed = { rewards: 0, labels: 0, numbers: 0, rewritings: 0, similarities: 0 }

/**
 * Removes whatever was measured of the texts of some entries, and what is at work on them: of originals also what was
 * made of their rewritings, and these.
 */
export const removeMeasured = async (
  connection: Connection,
  where: Entries,
  entries: readonly EntryKey[],
): Promise<Removed> => {
  const { datasetId, variantId } = where
  const removed = { ...NOTHING_REMOVED, numbers: (await loadNumbered(connection, where, entries)).length }
  const original = variantId === ORIGINAL
  const variants = original ? 'true' : `variant_id = ${variantId}`
  for (const side of SIDES) {
    const rows = entries.flatMap((entry) => (entry.side === side ? [entry.rowId] : []))
    if (rows.length === 0) continue
    const run = async (change: string, condition: string) =>
      (
        await connection.query(
          `${change} WHERE dataset_id = ?1 AND ${inRows(connection, 2)} AND ${condition} RETURNING row_id`,
          [datasetId, rows],
        )
      ).length
    const ofSide = `side = '${side}' AND ${variants}`
    removed.rewards += await run('DELETE FROM reward', ofSide)
    removed.labels += await run('DELETE FROM label', ofSide)
    await run('DELETE FROM measured', ofSide)
    // A pair is rewritten when both its entries are, and no longer when one isn't.
    for (const of of original ? SIDES : [side])
      removed.similarities += await dropSimilarities(run, of, variants)
    // What is at work on the old text finds its claim gone, and writes nothing.
    await run('DELETE FROM claim', ofSide)
    if (original)
      removed.rewritings += await run('DELETE FROM entry', `side = '${side}' AND variant_id <> ${ORIGINAL}`)
  }
  if (original)
    await connection.query(
      `DELETE FROM rewrite WHERE dataset_id = ?1 AND ${inRows(connection, 2)} RETURNING row_id`,
      [datasetId, entries.map(({ rowId }) => rowId)],
    )
  for (const { key, rest } of await batchesOf(connection, where, entries))
    await connection.query('UPDATE label_batch SET entries = ?1 WHERE key = ?2 RETURNING key', [
      JSON.stringify(rest),
      key,
    ])
  return removed
}

const dropSimilarities = (
  run: (change: string, condition: string) => Promise<number>,
  side: Side,
  variants: string,
) => {
  const column = `${side.toLowerCase()}_similarity`
  return run(`UPDATE rewrite SET ${column} = NULL`, `${variants} AND ${column} IS NOT NULL`)
}
