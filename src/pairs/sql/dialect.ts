import type { Provider } from '../../store/database-url.ts'
import type { Connection } from '../../store/sql/connection.ts'
import type { Bind, Sql } from './statement.ts'

/** What databases write differently. */
export type Dialect = {
  greatest(a: Sql, b: Sql): Sql
  least(a: Sql, b: Sql): Sql
  /** Whether a value is one of some. */
  isOneOf(value: Sql, given: readonly number[], bind: Bind): Sql
  isOneName(value: Sql, names: readonly string[], bind: Bind): Sql
  /** Whether a list of names, as JSON, has one of some. */
  hasOneOf(list: Sql, names: readonly string[], bind: Bind): Sql
  /** A table of a list's names, which are its `value`s. */
  namesOf(list: Sql): Sql
  /** The value of a key of a JSON object as text: a number as it is written, true or false. */
  jsonText(json: Sql, key: string): Sql
  /** The table of measures with its `numbers` as what `numberAt` takes. */
  numbers(table: string): Sql
  /** One of them, from 0. */
  numberAt(numbers: Sql, index: number): Sql
  /** Which of so many parts of a range a value lies in, from 1; 0 is below them, and one more than there are is above. */
  partOf(value: Sql, range: readonly [number, number], parts: number): Sql
  /** How many of ascending numbers a value is not below. */
  rankAmong(value: Sql, ascending: readonly number[], bind: Bind): Sql
  /** Σ(value − mean)² */
  squares(value: Sql): Sql
  /** Σ(a − its mean)(b − its mean) */
  coSquares(a: Sql, b: Sql): Sql
  /** All bits that any value has. */
  anyBits(value: Sql): Sql
  /** The names of all tables. */
  tables: Sql
  /** Of a connection that groups: hashes of a hundred thousand patterns fit into memory; compiling a statement takes longer than it saves. */
  prepare: Sql
  /** In a transaction: waits until nobody else builds a table (?1). */
  lockTable: Sql | null
  /** In a transaction: a table that somebody still reads from is not waited for. */
  dropPatiently(table: string): Sql
}

const postgresql: Dialect = {
  greatest: (a, b) => `greatest(${a}, ${b})`,
  least: (a, b) => `least(${a}, ${b})`,
  isOneOf: (value, given, bind) => `${value} = ANY(${bind(given)}::int[])`,
  isOneName: (value, names, bind) => `${value} = ANY(${bind(names)}::text[])`,
  hasOneOf: (list, names, bind) => `${list}::jsonb ?| ${bind(names)}::text[]`,
  namesOf: (list) => `jsonb_array_elements_text(${list}::jsonb) AS names(value)`,
  numbers: (table) =>
    `SELECT dataset_id, row_id, variant_id, side, CAST(translate(numbers, '[]', '{}') AS float8[]) AS numbers FROM ${table}`,
  numberAt: (numbers, index) => `${numbers}[${index + 1}]`,
  jsonText: (json, key) => `(${json}::jsonb ->> '${key}')`,
  partOf: (value, [low, high], parts) => `width_bucket(${value}, ${low}, ${high}, ${parts})`,
  rankAmong: (value, ascending, bind) => `width_bucket(${value}, ${bind(ascending)}::float8[])`,
  squares: (value) => `var_pop(${value}) * count(*)`,
  coSquares: (a, b) => `regr_sxy(${a}, ${b})`,
  anyBits: (value) => `bit_or(${value})`,
  tables: "SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_table_is_visible(oid)",
  prepare: "SET work_mem = '64MB'; SET jit = off",
  lockTable: 'SELECT pg_advisory_xact_lock(hashtextextended(?1, 0))',
  dropPatiently: (table) => `SET LOCAL lock_timeout = '1s'; DROP TABLE IF EXISTS ${table}`,
}

const BITS = Array.from({ length: 63 }, (_, bit) => bit)
const elementsOf = (json: Sql) => `(SELECT value FROM json_each(${json}))`

const sqlite: Dialect = {
  greatest: (a, b) => `max(${a}, ${b})`,
  least: (a, b) => `min(${a}, ${b})`,
  isOneOf: (value, given, bind) => `${value} IN ${elementsOf(bind(given))}`,
  isOneName: (value, names, bind) => `${value} IN ${elementsOf(bind(names))}`,
  hasOneOf: (list, names, bind) =>
    `EXISTS (SELECT 1 FROM json_each(${list}) WHERE value IN ${elementsOf(bind(names))})`,
  namesOf: (list) => `json_each(${list}) AS names`,
  numbers: (table) => `SELECT * FROM ${table}`,
  numberAt: (numbers, index) => `CAST(json_extract(${numbers}, '$[${index}]') AS float8)`,
  jsonText: (json, key) => {
    const at = `'$."${key}"'`
    return `iif(json_type(${json}, ${at}) IN ('true', 'false'), json_type(${json}, ${at}), CAST(json_extract(${json}, ${at}) AS text))`
  },
  partOf: (value, [low, high], parts) =>
    `CASE WHEN ${value} < ${low} THEN 0 WHEN ${value} >= ${high} THEN ${parts + 1}
     ELSE 1 + CAST((${value} - (${low})) * ${parts / (high - low)} AS int) END`,
  rankAmong: (value, ascending, bind) =>
    `(SELECT count(*) FROM json_each(${bind(ascending)}) WHERE coalesce(value, -9e999) <= ${value})`,
  squares: (value) => `variance(${value}) * (count(*) - 1)`,
  coSquares: (a, b) => `(variance(${a} + ${b}) - variance(${a} - ${b})) * (count(*) - 1) / 4`,
  anyBits: (value) => `(${BITS.map((bit) => `(max((${value}) >> ${bit} & 1) << ${bit})`).join(' | ')})`,
  tables: "SELECT name FROM sqlite_master WHERE type = 'table'",
  prepare: '',
  // A transaction that writes has the database for itself.
  lockTable: null,
  dropPatiently: (table) => `DROP TABLE IF EXISTS ${table}`,
}

const DIALECTS: Record<Provider, Dialect> = { postgresql, sqlite }

export const dialectOf = ({ provider }: Pick<Connection, 'provider'>): Dialect => DIALECTS[provider]
