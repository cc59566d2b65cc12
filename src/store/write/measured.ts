import { isImported } from '../../domain/measure.ts'
import { SIDES, type Side } from '../../domain/side.ts'
import { ORIGINAL } from '../catalog.ts'
import { loadMeasures } from '../dataset-measures.ts'
import { type Entries, type EntryKey, keyOf } from '../find-entries.ts'
import type { Connection } from '../sql/connection.ts'
import { inRows } from '../sql/in-rows.ts'
import { storedMeasures } from './stored.ts'

const distinctRows = (entries: readonly EntryKey[]) => [...new Set(entries.map(({ rowId }) => rowId))]

/** Batches whose answers will be about the texts of some entries, or of what was made of originals. */
export const batchesOf = async (
  connection: Connection,
  { datasetId, variantId }: Entries,
  entries: readonly EntryKey[],
): Promise<{ key: string; of: EntryKey[]; rest: EntryKey[] }[]> => {
  const wanted = new Set(entries.map(keyOf))
  const rows = (await connection.query(
    `SELECT key, entries FROM label_batch WHERE dataset_id = ?1 AND fetched_at IS NULL
     AND ${variantId === ORIGINAL ? 'true' : `variant_id = ${variantId}`}`,
    [datasetId],
  )) as [string, string][]
  return rows.flatMap(([key, json]) => {
    const all: EntryKey[] = JSON.parse(json)
    const of = all.filter((entry) => wanted.has(keyOf(entry)))
    return of.length > 0 ? [{ key, of, rest: all.filter((entry) => !wanted.has(keyOf(entry))) }] : []
  })
}

/** Nobody claims the entries before the transaction's end; what those who had claimed some wrote is seen from here on. */
export const lockEntries = async (
  connection: Connection,
  { datasetId, variantId }: Entries,
  entries: readonly EntryKey[],
): Promise<void> => {
  // SQLite has one writer at a time.
  if (connection.provider === 'sqlite') return
  for (const table of ['entry', 'claim'])
    await connection.query(
      `SELECT 1 FROM ${table} WHERE dataset_id = ?1 AND ${inRows(connection, 2)}
       ${variantId === ORIGINAL ? '' : `AND variant_id = ${variantId}`} ORDER BY row_id, variant_id, side FOR UPDATE`,
      [datasetId, distinctRows(entries)],
    )
}

/** Those of some entries that files have brought numbers of. */
export const loadNumbered = async (
  connection: Connection,
  where: Entries,
  entries: readonly EntryKey[],
): Promise<EntryKey[]> => {
  const measures = await loadMeasures(connection, where.datasetId)
  const imported = measures.flatMap((one, index) => (isImported(one) ? [index] : []))
  if (imported.length === 0) return []
  const stored = await storedMeasures(connection, where, distinctRows(entries))
  return entries.filter((entry) => {
    const values = stored.get(keyOf(entry))
    return values !== undefined && imported.some((index) => (values[index] ?? null) !== null)
  })
}

/**
 * What has been measured of the texts of some entries, by the entry, for people: another text would stand above what
 * is not about it.
 */
export const loadMeasured = async (
  connection: Connection,
  where: Entries,
  entries: readonly EntryKey[],
): Promise<Map<string, string[]>> => {
  const { datasetId, variantId } = where
  const measured = new Map<string, string[]>()
  if (entries.length === 0) return measured
  const add = (entry: EntryKey, what: string) =>
    measured.set(keyOf(entry), [...(measured.get(keyOf(entry)) ?? []), what])
  const lookUp = async (what: string, from: string, side = 'side') => {
    const rows = (await connection.query(
      `SELECT DISTINCT row_id, ${side} FROM ${from} AND dataset_id = ?1 AND ${inRows(connection, 2)}`,
      [datasetId, distinctRows(entries)],
    )) as [number, Side][]
    for (const [rowId, of] of rows) add({ rowId, side: of }, what)
  }
  const ofVariant = `variant_id = ${variantId}`
  await lookUp('rewards', `reward WHERE ${ofVariant}`)
  await lookUp('labels', `label WHERE ${ofVariant}`)
  for (const entry of await loadNumbered(connection, where, entries)) add(entry, 'imported numbers')
  if (variantId === ORIGINAL) await lookUp('rewritings', `entry WHERE variant_id <> ${ORIGINAL}`)
  else
    for (const side of SIDES)
      await lookUp(
        'similarities',
        `rewrite WHERE ${ofVariant} AND ${side.toLowerCase()}_similarity IS NOT NULL`,
        `'${side}'`,
      )
  for (const { of } of await batchesOf(connection, where, entries))
    for (const entry of of) add(entry, 'questions in a batch under way')
  return measured
}
