import type { EntryKey } from './find-entries.ts'
import type { Prisma } from './prisma.ts'
import type { Connection } from './sql/connection.ts'

type Of = { datasetId: number; variantId: number; labelerId: number; promptVersion: string }

/** A batch whose answers are not fetched yet. `batchId` null: it may not have arrived at the server. */
export type OpenBatch = { key: string; batchId: string | null; entries: readonly EntryKey[] }

export const openBatches = async (prisma: Prisma, { promptVersion, ...of }: Of): Promise<OpenBatch[]> => {
  const rows = await prisma.labelBatch.findMany({
    where: { ...of, fetchedAt: null, OR: [{ promptVersion: null }, { promptVersion }] },
    orderBy: [{ createdAt: 'asc' }, { key: 'asc' }],
  })
  return rows.map(({ key, batchId, entries }) => ({ key, batchId, entries: JSON.parse(entries) }))
}

/** To be called before the batch is sent, in the transaction that makes sure that its entries are one's own. */
export const addBatch = async (
  connection: Connection,
  { datasetId, variantId, labelerId, promptVersion }: Of,
  { key, entries }: OpenBatch,
): Promise<void> => {
  await connection.query(
    `INSERT INTO label_batch (key, dataset_id, variant_id, labeler_id, entries, created_at, prompt_version)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING key`,
    [key, datasetId, variantId, labelerId, JSON.stringify(entries), new Date().toISOString(), promptVersion],
  )
}

/** To be called when the batch has arrived. */
export const nameBatch = async (prisma: Prisma, key: string, batchId: string): Promise<void> => {
  await prisma.labelBatch.update({ where: { key }, data: { batchId } })
}

/**
 * To be called in the transaction that writes the last of its labels. Gives the entries that these may be of: none
 * whose text has changed since it was sent.
 */
export const closeBatch = async (connection: Connection, key: string): Promise<EntryKey[]> => {
  const [[entries]] = await connection.query(
    'UPDATE label_batch SET fetched_at = ?1 WHERE key = ?2 RETURNING entries',
    [new Date().toISOString(), key],
  )
  return JSON.parse(entries as string)
}
