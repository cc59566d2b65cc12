import { groupKey } from '../domain/group-key.ts'
import type { Connection } from './sql/connection.ts'
import { TABLES } from './sql/tables.ts'

/** Pairs at a time. */
const MANY = 10_000

/** Groups pairs that are from before there were groups, by their prompts. */
export const groupPairs = async (connection: Connection): Promise<void> => {
  for (;;) {
    const rows = (await connection.query(
      `SELECT dataset_id, row_id, prompt FROM pair WHERE group_key = 0 LIMIT ${MANY}`,
    )) as [number, number, string][]
    if (rows.length === 0) return
    const groups = rows.map(([datasetId, rowId, prompt]) => [datasetId, rowId, prompt, groupKey({ prompt })])
    await connection.upsert(TABLES.pairGroup, groups, 'update')
  }
}
