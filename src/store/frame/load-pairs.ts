import { SIDES } from '../../domain/side.ts'
import { type AttributeColumns, type AttributeOutline, BOOLEANS } from '../../frame/attributes.ts'
import { type Frame, positionOf } from '../../frame/frame.ts'
import type { Connection } from '../sql/connection.ts'
import { inRows } from '../sql/in-rows.ts'
import { float64Column, int16Column, int32Column, uint8Column } from './shared-columns.ts'

/** Only these pairs; null: all. */
export type Only = readonly number[] | null

type PairColumns = Pick<Frame, 'rowIds' | 'subset' | 'subsets' | 'prompt' | 'promptKeys' | 'tie' | 'tieCount'>

const parametersOf = (datasetId: number, only: Only) => (only ? [datasetId, only] : [datasetId])
const within = (connection: Connection, only: Only) =>
  `dataset_id = ?1 ${only ? `AND ${inRows(connection, 2)}` : ''}`

/** Rows and, of each, the codes of names that come in the order of `ids`. */
const codesOf = (names: readonly (string | null)[], all: ReadonlyMap<string, number>) =>
  names.map((name) => (name === null ? -1 : (all.get(name) as number)))

/** What pairs are without their entries. */
export const loadPairs = async (
  connection: Connection,
  datasetId: number,
  only: Only,
): Promise<PairColumns> => {
  const [ids, names, high, low, ties] = (await connection.columns(
    [
      { sql: 'row_id' },
      { sql: 'subset' },
      // A BIGINT as two numbers: JSON's are exact to 53 bits only.
      { sql: 'group_key >> 32' },
      { sql: 'group_key & 4294967295' },
      { sql: 'CAST(tie AS int)' },
    ],
    `FROM pair WHERE ${within(connection, only)}`,
    parametersOf(datasetId, only),
  )) as [number[], (string | null)[], number[], number[], number[]]
  const rowIds = int32Column(ids.length)
  rowIds.set(ids)
  rowIds.sort()
  const rows = ids.map((id) => positionOf(rowIds, id))
  const subsets = [...new Set(names)].filter((name) => name !== null).sort()
  const subset = int16Column(ids.length)
  const codes = codesOf(names, new Map(subsets.map((name, code) => [name, code])))
  const [prompt, tie] = [int32Column(ids.length), uint8Column(ids.length)]
  const prompts = new Map<string, number>()
  const keys: bigint[] = []
  rows.forEach((row, at) => {
    subset[row] = codes[at]
    tie[row] = ties[at]
    const key = `${high[at]} ${low[at]}`
    const known = prompts.get(key) ?? keys.push((BigInt(high[at]) << 32n) | BigInt(low[at])) - 1
    prompts.set(key, known)
    prompt[row] = known
  })
  const promptKeys = new BigInt64Array(new SharedArrayBuffer(8 * keys.length))
  promptKeys.set(keys)
  const tieCount = tie.reduce((count, is) => count + is, 0)
  return { rowIds, subset, subsets, prompt, promptKeys, tie, tieCount }
}

/** The attributes of a dataset, by id. */
export const loadAttributeOutlines = async (
  connection: Connection,
  datasetId: number,
): Promise<AttributeOutline[]> => {
  const rows = (await connection.query(
    'SELECT id, name, scope, kind FROM attribute WHERE dataset_id = ?1 ORDER BY id',
    [datasetId],
  )) as [number, string, AttributeOutline['scope'], AttributeOutline['kind']][]
  return rows.map(([id, name, scope, kind]) => ({ id, name, scope, kind }))
}

type Stored = Record<string, string | number | boolean>

/** Collects one attribute's values into columns. */
const builderOf = (attribute: AttributeOutline, length: number) => {
  const count = attribute.scope === 'PAIR' ? 1 : SIDES.length
  const each = <T>(make: () => T): T[] => Array.from({ length: count }, make)
  if (attribute.kind === 'NUMBER') {
    const columns = each(() => ({ numbers: float64Column(length) }))
    return {
      set: (column: number, row: number, value: Stored[string]) => {
        columns[column].numbers[row] = Number(value)
      },
      finish: (): AttributeColumns => ({ ...attribute, columns, names: [] }),
    }
  }
  const columns = each(() => ({ codes: int32Column(length).fill(-1) }))
  const names = new Map(attribute.kind === 'BOOLEAN' ? BOOLEANS.map((name, code) => [name, code]) : [])
  return {
    set: (column: number, row: number, value: Stored[string]) => {
      const name = String(value)
      const code = names.get(name) ?? names.size
      names.set(name, code)
      columns[column].codes[row] = code
    },
    finish: (): AttributeColumns => ({ ...attribute, columns, names: [...names.keys()] }),
  }
}

/** What came with pairs and entries besides their texts. */
export const loadAttributes = async (
  connection: Connection,
  datasetId: number,
  rowIds: Int32Array,
  only: Only,
): Promise<AttributeColumns[]> => {
  const attributes = await loadAttributeOutlines(connection, datasetId)
  const builders = attributes.map((attribute) => builderOf(attribute, rowIds.length))
  const indices = new Map(attributes.map(({ id }, index) => [`${id}`, index]))
  const read = async (select: string, from: string) => {
    const [ids, columns, texts] = (await connection.columns(
      [{ sql: 'row_id' }, { sql: select }, { sql: 'attributes' }],
      `FROM ${from} AND attributes IS NOT NULL AND ${within(connection, only)}`,
      parametersOf(datasetId, only),
    )) as [number[], number[], string[]]
    ids.forEach((id, at) => {
      const row = positionOf(rowIds, id)
      const values: Stored = JSON.parse(texts[at])
      for (const key in values) builders[indices.get(key) as number].set(columns[at], row, values[key])
    })
  }
  const has = (scope: AttributeOutline['scope']) => attributes.some((one) => one.scope === scope)
  if (has('PAIR')) await read('0', 'pair WHERE true')
  if (has('ENTRY')) await read("CASE side WHEN 'CHOSEN' THEN 0 ELSE 1 END", 'entry WHERE variant_id = 0')
  return builders.map((builder) => builder.finish())
}
