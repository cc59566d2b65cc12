import { groupKey } from '../domain/group-key.ts'
import type { Connection } from './sql/connection.ts'
import { TABLES } from './sql/tables.ts'

/** Pairs at a time. */
const MANY = 10_000

/** Groups pairs that are from before there were groups, by their prompts. */
export const groupPairs = async (connection: Connection): Promise<void> => {
  let last = [-1, -1]
  for (;;) {
    const rows = (await connection.query(
      `SELECT dataset_id, row_id, prompt FROM pair
       WHERE group_key = 0 AND (dataset_id, row_id) > (?1, ?2) ORDER BY dataset_id, row_id LIMIT ${MANY}`,
      last,
    )) as [number, number, string][]
    const end = rows.at(-1)
    if (!end) return
    last = [end[0], end[1]]
    const groups = rows.map(([datasetId, rowId, prompt]) => [datasetId, rowId, prompt, groupKey({ prompt })])
    await connection.upsert(TABLES.pairGroup, groups, 'update')
  }
}
