import { isDeepStrictEqual } from 'node:util'
import type { Measure } from '../domain/measure.ts'
import { TEXT_MEASURES } from '../measures/text-measures.ts'
import type { Connection } from './sql/connection.ts'

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

/** The inverse. */
export const measuresJson = (measures: readonly Measure[]): (Measure | string)[] =>
  measures.map((one) => (one.source === 'TEXT' ? one.name : one))

/** Known measures as others describe them by the same names, then the others: places stay. Null: nothing differs. */
export const withMeasures = (known: readonly Measure[], others: readonly Measure[]): Measure[] | null => {
  const described = known.map((one) => others.find(({ name }) => name === one.name) ?? one)
  const missing = others.filter(({ name }) => known.every((one) => one.name !== name))
  const all = [...described, ...missing]
  return isDeepStrictEqual(all, known) ? null : all
}

/** `lock`: what PostgreSQL is to lock of the dataset. */
export const loadMeasures = async (
  connection: Connection,
  datasetId: number,
  lock = '',
): Promise<Measure[]> => {
  const sql = `SELECT measures FROM dataset WHERE id = ?1 ${lock}`
  const [[json]] = await connection.query(sql, [datasetId])
  return measuresOf(json)
}

/** All of a dataset's measures once some are among them, behind those that it has. In the transaction that writes them. */
export const ensureMeasures = async (
  connection: Connection,
  datasetId: number,
  measures: readonly Measure[],
): Promise<readonly Measure[]> => {
  const before = await loadMeasures(connection, datasetId)
  if (withMeasures(before, measures) === null) return before
  // Others may be about to add theirs: places are for good.
  const known =
    connection.provider === 'postgresql'
      ? await loadMeasures(connection, datasetId, 'FOR NO KEY UPDATE')
      : before
  const all = withMeasures(known, measures) ?? known
  const given = connection.provider === 'postgresql' ? '?1::jsonb' : '?1'
  await connection.query(`UPDATE dataset SET measures = ${given} WHERE id = ?2 RETURNING id`, [
    JSON.stringify(measuresJson(all)),
    datasetId,
  ])
  return all
}
