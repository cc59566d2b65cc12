import type { Attributes, PairRecord } from '../../domain/records.ts'
import type { AttributeKind, AttributeScope } from '../../frame/attributes.ts'
import { ORIGINAL } from '../catalog.ts'
import type { Connection } from '../sql/connection.ts'
import { inRows } from '../sql/in-rows.ts'
import { Unwritable } from './finding.ts'

/** The ids of a dataset's attributes by their names. */
export type AttributeIds = ReadonlyMap<string, number>

type Known = { id: number; scope: AttributeScope; kind: AttributeKind }

const KINDS: Record<string, AttributeKind> = { string: 'TEXT', number: 'NUMBER', boolean: 'BOOLEAN' }

const loadAttributes = async (connection: Connection, datasetId: number): Promise<Map<string, Known>> => {
  const rows = (await connection.query('SELECT name, id, scope, kind FROM attribute WHERE dataset_id = ?1', [
    datasetId,
  ])) as [string, number, AttributeScope, AttributeKind][]
  return new Map(rows.map(([name, id, scope, kind]) => [name, { id, scope, kind }]))
}

const OF = { PAIR: 'pairs', ENTRY: 'entries' }

/**
 * Gives ids to what comes with pairs and their entries, in the transaction that writes them. An attribute whose values are of
 * several kinds is TEXT.
 *
 * @throws Unwritable for a name that is of pairs in one place and of entries in another
 */
export const ensureAttributes = async (
  connection: Connection,
  datasetId: number,
  records: readonly PairRecord[],
): Promise<AttributeIds> => {
  if (records.every(({ attributes }) => attributes === undefined)) return new Map()
  const known = await loadAttributes(connection, datasetId)
  const changed = new Set<string>()
  const note = (rowId: number, values: Attributes, scope: AttributeScope) => {
    for (const name in values) {
      const kind = KINDS[typeof values[name]]
      const there = known.get(name)
      if (there?.kind === kind && there.scope === scope) continue
      if (there && there.scope !== scope)
        throw new Unwritable({
          rowId,
          reason: `"${name}" is an attribute of ${OF[scope]} here, and of ${OF[there.scope]} in this dataset; --attributes with the names of others leaves it out`,
        })
      if (there?.kind === 'TEXT') continue
      known.set(name, { id: there?.id ?? known.size, scope, kind: there ? 'TEXT' : kind })
      changed.add(name)
    }
  }
  for (const { rowId, attributes } of records) {
    if (!attributes) continue
    note(rowId, attributes.pair, 'PAIR')
    note(rowId, attributes.chosen, 'ENTRY')
    note(rowId, attributes.rejected, 'ENTRY')
  }
  const isPostgres = connection.provider === 'postgresql'
  const [asScope, asKind] = isPostgres ? ['::"AttributeScope"', '::"AttributeKind"'] : ['', '']
  for (const name of changed) {
    const { id, scope, kind } = known.get(name) as Known
    await connection.query(
      `INSERT INTO attribute (dataset_id, id, name, scope, kind) VALUES (?1, ?2, ?3, ?4${asScope}, ?5${asKind})
       ON CONFLICT (dataset_id, id) DO UPDATE SET kind = excluded.kind RETURNING id`,
      [datasetId, id, name, scope, kind],
    )
  }
  return new Map([...known].map(([name, { id }]) => [name, id]))
}

/** As they are stored; null: there are none. */
export const attributesJson = (values: Attributes | undefined, ids: AttributeIds): string | null => {
  const named = Object.entries(values ?? {})
  if (named.length === 0) return null
  return JSON.stringify(Object.fromEntries(named.map(([name, value]) => [ids.get(name), value])))
}

type OfPair = NonNullable<PairRecord['attributes']>
const NONE: OfPair = { pair: {}, chosen: {}, rejected: {} }

/** The same text for the same values. */
export const attributesKey = ({ pair, chosen, rejected }: OfPair = NONE): string =>
  JSON.stringify(
    [pair, chosen, rejected].map((values) => Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))),
  )

/** The keys of what is stored of some rows; a row that has nothing is not among them. */
export const storedAttributes = async (
  connection: Connection,
  datasetId: number,
  rowIds: readonly number[],
): Promise<Map<number, string>> => {
  const known = await loadAttributes(connection, datasetId)
  if (known.size === 0) return new Map()
  const names = new Map([...known].map(([name, { id }]) => [`${id}`, name]))
  const some = `dataset_id = ?1 AND attributes IS NOT NULL AND ${inRows(connection, 2)}`
  const rows = (await connection.query(
    `SELECT row_id, 'pair', attributes FROM pair WHERE ${some}
     UNION ALL SELECT row_id, lower(CAST(side AS text)), attributes FROM entry WHERE ${some} AND variant_id = ${ORIGINAL}`,
    [datasetId, rowIds],
  )) as [number, keyof OfPair, string][]
  const stored = new Map<number, OfPair>()
  for (const [rowId, of, json] of rows) {
    const values = Object.entries(JSON.parse(json) as Attributes)
    const named = Object.fromEntries(values.map(([id, value]) => [names.get(id), value]))
    stored.set(rowId, { ...(stored.get(rowId) ?? NONE), [of]: named })
  }
  return new Map([...stored].map(([rowId, attributes]) => [rowId, attributesKey(attributes)]))
}
