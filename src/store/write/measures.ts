import type { Measure, MeasuredValues } from '../../domain/measure.ts'
import { TEXT_MEASURES } from '../../measures/text-measures.ts'
import { type EntryKey, keyOf } from '../find-entries.ts'
import type { Connection } from '../sql/connection.ts'
import { TABLES } from '../sql/tables.ts'
import type { Entries } from './measured.ts'
import { storedMeasures } from './stored.ts'

/** What a dataset's measures are: those of texts are stored by their names, which say how they are counted. */
export const measuresOf = (stored: unknown): Measure[] => {
  const listed: (Measure | string)[] = (typeof stored === 'string' ? JSON.parse(stored) : stored) ?? []
  return listed.map((one) => (typeof one === 'string' ? textMeasure(one) : one))
}

/** One that this version does not count any more is known by its name alone. */
const textMeasure = (name: string): Measure =>
  TEXT_MEASURES.find((one) => one.name === name) ?? {
    ...{ name, title: name.replaceAll('_', ' '), description: '' },
    ...{ kind: 'NUMERIC', source: 'TEXT' },
  }

const stored = (measures: readonly Measure[]): string =>
  JSON.stringify(measures.map((one) => (one.source === 'TEXT' ? one.name : one)))

/** All of a dataset's measures once some are among them, behind those that it has. In the transaction that writes them. */
export const ensureMeasures = async (
  connection: Connection,
  datasetId: number,
  measures: readonly Measure[],
): Promise<readonly Measure[]> => {
  const [[json]] = await connection.query('SELECT measures FROM dataset WHERE id = ?1', [datasetId])
  const known = measuresOf(json)
  const missing = measures.filter(({ name }) => known.every((one) => one.name !== name))
  if (missing.length === 0) return known
  const all = [...known, ...missing]
  const given = connection.provider === 'postgresql' ? '?1::jsonb' : '?1'
  await connection.query(`UPDATE dataset SET measures = ${given} WHERE id = ?2 RETURNING id`, [
    stored(all),
    datasetId,
  ])
  return all
}

export type MeasuredEntry = EntryKey & { values: MeasuredValues }

/** Writes the values of some measures, in their order; what is stored of others stays. Returns how many rows changed. */
export const writeMeasured = async (
  connection: Connection,
  where: Entries,
  measures: readonly Measure[],
  measured: readonly MeasuredEntry[],
): Promise<number> => {
  if (measured.length === 0) return 0
  const all = await ensureMeasures(connection, where.datasetId, measures)
  const places = all.map(({ name }) => measures.findIndex((one) => one.name === name))
  const isPart = places.includes(-1)
  const earlier = isPart
    ? await storedMeasures(connection, where, [...new Set(measured.map(({ rowId }) => rowId))])
    : null
  const rows = measured.map(({ rowId, side, values }) => {
    const before = earlier?.get(keyOf({ rowId, side }))
    const numbers = places.map((place, index) => (place < 0 ? (before?.[index] ?? null) : values[place]))
    return [where.datasetId, rowId, where.variantId, side, JSON.stringify(numbers)]
  })
  return connection.upsert(TABLES.measured, rows, 'update')
}
