export type Column = { name: string; type: 'int' | 'bigint' | 'float8' | 'text' | 'boolean' | '"Side"' }
/** How an insert treats a row whose key is there already: `fill` writes only what it lacks, `given` only what is not null. */
export type OnConflict = 'update' | 'keep' | 'fill' | 'given'

export type Table = { name: string; key: readonly Column[]; data: readonly Column[] }

const column = (name: string, type: Column['type']): Column => ({ name, type })
const pairKey = [column('dataset_id', 'int'), column('row_id', 'int')]
const pairData = [
  column('subset', 'text'),
  column('prompt', 'text'),
  column('group_key', 'bigint'),
  column('tie', 'boolean'),
  column('attributes', 'text'),
]
const entryKey = [...pairKey, column('variant_id', 'int'), column('side', '"Side"')]

/** The tables that are written by the hundred thousand, as prisma/schema.prisma has them. */
export const TABLES = {
  pair: { name: 'pair', key: pairKey, data: pairData },
  /** With its own id, which without it stays as it is. */
  identifiedPair: { name: 'pair', key: pairKey, data: [...pairData, column('pair_id', 'text')] },
  /** What a pair is grouped by; its prompt is the stored one. */
  pairGroup: { name: 'pair', key: pairKey, data: [column('prompt', 'text'), column('group_key', 'bigint')] },
  originalEntry: {
    name: 'entry',
    key: entryKey,
    data: [column('text', 'text'), column('answer_at', 'int'), column('attributes', 'text')],
  },
  entry: { name: 'entry', key: entryKey, data: [column('text', 'text'), column('answer_at', 'int')] },
  reward: {
    name: 'reward',
    key: [...entryKey, column('model_id', 'int')],
    data: [column('score', 'float8')],
  },
  label: {
    name: 'label',
    key: [...entryKey, column('labeler_id', 'int')],
    data: [
      column('features', 'bigint'),
      column('known', 'bigint'),
      column('topics', 'text'),
      column('discriminates_against', 'text'),
    ],
  },
  measured: { name: 'measured', key: entryKey, data: [column('numbers', 'text')] },
  rewrite: {
    name: 'rewrite',
    key: [...pairKey, column('variant_id', 'int')],
    data: [column('chosen_similarity', 'float8'), column('rejected_similarity', 'float8')],
  },
} as const satisfies Record<string, Table>

export const columnsOf = (table: Table): readonly Column[] => [...table.key, ...table.data]

/** What a column has afterwards. */
const VALUE: Record<Exclude<OnConflict, 'keep'>, (stored: string, given: string) => string> = {
  update: (_, given) => given,
  fill: (stored, given) => `coalesce(${stored}, ${given})`,
  given: (stored, given) => `coalesce(${given}, ${stored})`,
}

/** `INSERT` of `source` (VALUES or SELECT) that leaves rows alone which would stay as they are. */
export const upsertSql = (table: Table, source: string, onConflict: OnConflict): string => {
  const names = columnsOf(table).map(({ name }) => name)
  const insert = `INSERT INTO ${table.name} (${names.join(', ')}) ${source}`
  const key = table.key.map(({ name }) => name).join(', ')
  if (onConflict === 'keep') return `${insert} ON CONFLICT (${key}) DO NOTHING`
  const columns = table.data.map(({ name }) => ({
    name,
    stored: `${table.name}.${name}`,
    given: `excluded.${name}`,
  }))
  const written = columns.map(({ name, stored, given }) => ({
    name,
    stored,
    value: VALUE[onConflict](stored, given),
  }))
  const set = written.map(({ name, value }) => `${name} = ${value}`).join(', ')
  const differs = written.map(({ stored, value }) => `${stored} IS DISTINCT FROM ${value}`).join(' OR ')
  return `${insert} ON CONFLICT (${key}) DO UPDATE SET ${set} WHERE ${differs}`
}
