import { promptLength } from '../../domain/conversation.ts'
import type { PairRecord } from '../../domain/records.ts'
import { ORIGINAL } from '../catalog.ts'
import type { Connection, Value } from '../sql/connection.ts'
import { TABLES } from '../sql/tables.ts'

/** Writes pairs and their original entries; returns how many rows changed. */
export const writePairs = async (
  connection: Connection,
  datasetId: number,
  records: readonly PairRecord[],
): Promise<number> => {
  const pairs: Value[][] = []
  const entries: Value[][] = []
  for (const { rowId, subset, chosen, rejected } of records) {
    const shared = promptLength(chosen, rejected)
    pairs.push([datasetId, rowId, subset, chosen.slice(0, shared)])
    entries.push([datasetId, rowId, ORIGINAL, 'CHOSEN', chosen.slice(shared)])
    entries.push([datasetId, rowId, ORIGINAL, 'REJECTED', rejected.slice(shared)])
  }
  const changedPairs = await connection.upsert(TABLES.pair, pairs, 'update')
  return changedPairs + (await connection.upsert(TABLES.entry, entries, 'update'))
}
