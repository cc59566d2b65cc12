import { isImported, type Measure, type MeasuredValues } from '../../domain/measure.ts'
import { ensureMeasures } from '../dataset-measures.ts'
import { type Entries, type EntryKey, keyOf } from '../find-entries.ts'
import type { Connection } from '../sql/connection.ts'
import { inRows } from '../sql/in-rows.ts'
import { TABLES } from '../sql/tables.ts'
import type { Fate } from './fate.ts'
import { storedMeasures } from './stored.ts'

/** Values by measure; undefined: nothing is said, and what is stored stays. */
export type MeasuredEntry = EntryKey & { values: readonly (number | null | undefined)[] }

const fateOf = (before: MeasuredValues | undefined, after: MeasuredValues): Fate => {
  if (before === undefined) return after.some((value) => value !== null) ? 'ADDED' : 'UNCHANGED'
  const places = after.flatMap((value, index) => (value === (before[index] ?? null) ? [] : [index]))
  if (places.length === 0) return 'UNCHANGED'
  return places.every((index) => (before[index] ?? null) === null) ? 'ADDED' : 'ALTERED'
}

/** Two commands may write parts of one entry's numbers: one after the other. */
const lockNumbers = async (
  connection: Connection,
  { datasetId, variantId }: Entries,
  rowIds: readonly number[],
): Promise<void> => {
  // SQLite has one writer at a time.
  if (connection.provider === 'sqlite') return
  await connection.query(
    `SELECT 1 FROM entry WHERE dataset_id = ?1 AND variant_id = ${variantId} AND ${inRows(connection, 2)}
     ORDER BY row_id, side FOR NO KEY UPDATE`,
    [datasetId, rowIds],
  )
}

/** Entries with their values of all measures, as they are to be; and what becomes of them. */
export const mergeMeasured = async (
  connection: Connection,
  where: Entries,
  measures: readonly Measure[],
  measured: readonly MeasuredEntry[],
) => {
  if (measures.length === 0) return { entries: [], fates: [] }
  const all = await ensureMeasures(connection, where.datasetId, measures)
  const places = all.map(({ name }) => measures.findIndex((one) => one.name === name))
  const isPart = places.includes(-1) || measures.some(isImported)
  const rowIds = [...new Set(measured.map(({ rowId }) => rowId))]
  if (isPart) await lockNumbers(connection, where, rowIds)
  const stored = isPart ? await storedMeasures(connection, where, rowIds) : new Map<string, MeasuredValues>()
  const entries = measured.map(({ rowId, side, values }) => {
    const before = stored.get(keyOf({ rowId, side }))
    const numbers = places.map((place, index) => {
      const value = place < 0 ? undefined : values[place]
      return value === undefined ? (before?.[index] ?? null) : value
    })
    return { rowId, side, values: numbers, fate: fateOf(before, numbers) }
  })
  return { entries, fates: entries.map(({ fate }) => fate) }
}

/** Writes merged entries, where they change anything; returns how many rows changed. */
export const writeWholeMeasured = (
  connection: Connection,
  { datasetId, variantId }: Entries,
  { entries }: Pick<Awaited<ReturnType<typeof mergeMeasured>>, 'entries'>,
): Promise<number> => {
  const rows = entries.flatMap(({ rowId, side, values, fate }) =>
    fate === 'UNCHANGED' ? [] : [[datasetId, rowId, variantId, side, JSON.stringify(values)]],
  )
  return connection.upsert(TABLES.measured, rows, 'update')
}

/** Writes the values of some measures, in their order; what is stored of others stays. Returns how many rows changed. */
export const writeMeasured = async (
  connection: Connection,
  where: Entries,
  measures: readonly Measure[],
  measured: readonly MeasuredEntry[],
): Promise<number> => {
  if (measured.length === 0) return 0
  return writeWholeMeasured(connection, where, await mergeMeasured(connection, where, measures, measured))
}
