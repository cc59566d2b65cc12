import { ORIGINAL } from './catalog.ts'
import type { Connection } from './sql/connection.ts'

/** Characters: SQLite refuses patterns of 50,000 bytes. */
const LONGEST_PATTERN = 10_000

/** What LIKE finds at least all matches with: letters beyond ASCII fold in JavaScript, not in SQLite. */
const likePattern = (text: string) => {
  const escaped = text
    .slice(0, LONGEST_PATTERN)
    .replace(/[\\%_]/g, '\\$&')
    .replace(/[^\p{ASCII}]/gu, '_')
  return `%${escaped}%`
}

/** Pairs that are read at once for one text; for several fewer, so that it takes as long. */
const PAIRS = 2000
/** After which a search goes on only if somebody still wants it. */
const MILLISECONDS = 50

/** Row ids of the pairs that have a text in either original entry, by text; `last` is the last row that was read, null the very last. */
export type Found = { rowIds: Map<string, number[]>; last: number | null }

type Rows = { after: number; last: number }

/** Letters of ASCII fold alike in JavaScript and in LIKE. */
const isExact = (text: string) => text.length <= LONGEST_PATTERN && /^\p{ASCII}*$/u.test(text)

const isLike = ({ provider }: Connection, parameter: string) =>
  `${WHOLE} ${provider === 'sqlite' ? 'LIKE' : 'ILIKE'} ${parameter} ESCAPE '\\'`

/** One text is sought by the database: most pairs don't have it, and need not be read. */
const findOne = async (connection: Connection, datasetId: number, text: string, { after, last }: Rows) => {
  const exact = isExact(text)
  const rows = (await connection.query(
    `SELECT row_id ${exact ? '' : `, ${WHOLE}`} ${FROM} AND ${isLike(connection, '?4')}`,
    [datasetId, after, last, likePattern(text)],
  )) as [number, string?][]
  const wanted = text.toLowerCase()
  const found = exact ? rows : rows.filter(([, whole]) => whole?.toLowerCase().includes(wanted))
  return [found.map(([rowId]) => rowId)]
}

/** Several are sought in what is read once for all of them. */
const findAll = async (
  connection: Connection,
  datasetId: number,
  texts: readonly string[],
  { after, last }: Rows,
) => {
  const rows = (await connection.query(`SELECT row_id, ${WHOLE} ${FROM}`, [datasetId, after, last])) as [
    number,
    string,
  ][]
  const wanted = texts.map((text) => text.toLowerCase())
  const found = texts.map((): number[] => [])
  for (const [rowId, whole] of rows) {
    const text = whole.toLowerCase()
    wanted.forEach((one, index) => {
      if (text.includes(one)) found[index].push(rowId)
    })
  }
  return found
}

const WHOLE = '(prompt || text)'
const FROM = `FROM entry JOIN pair USING (dataset_id, row_id)
  WHERE dataset_id = ?1 AND row_id > ?2 AND row_id <= ?3 AND variant_id = ${ORIGINAL}`

/** The last of the next so many pairs; null: there is none. */
const lastOf = async (connection: Connection, datasetId: number, after: number, pairs: number) => {
  const [[last]] = await connection.query(
    `SELECT max(row_id) FROM (SELECT row_id FROM pair WHERE dataset_id = ?1 AND row_id > ?2
     ORDER BY row_id LIMIT ${pairs}) AS next`,
    [datasetId, after],
  )
  return last as number | null
}

/** Looks for texts, whatever their case, in the pairs behind a row: for a while, or to the end. */
export const searchTexts = async (
  connection: Connection,
  datasetId: number,
  { texts, after }: { texts: readonly string[]; after: number },
): Promise<Found> => {
  const rowIds = new Map(texts.map((text): [string, number[]] => [text, []]))
  // No stored text has a NUL, and PostgreSQL takes none as a parameter.
  const wanted = texts.filter((text) => !text.includes('\0'))
  const begun = performance.now()
  let pairs = Math.ceil(PAIRS / Math.max(1, wanted.length))
  while (wanted.length > 0) {
    const last = await lastOf(connection, datasetId, after, pairs)
    if (last === null) break
    const rows = { after, last }
    const found =
      wanted.length === 1
        ? await findOne(connection, datasetId, wanted[0], rows)
        : await findAll(connection, datasetId, wanted, rows)
    found.forEach((ids, index) => {
      // Both entries of a pair may have it.
      for (const id of new Set(ids)) rowIds.get(wanted[index])?.push(id)
    })
    after = last
    if (performance.now() - begun > MILLISECONDS) return { rowIds, last }
    pairs *= 2
  }
  return { rowIds, last: null }
}

const LAST_ROW = 2 ** 31 - 1

/**
 * The same in the database alone, in all pairs: adds (search, row id) to a table for each pair that has a text. False: the
 * database folds letters otherwise than JavaScript does.
 */
export const insertMatches = async (
  connection: Connection,
  table: string,
  { search, datasetId, text }: { search: number; datasetId: number; text: string },
): Promise<boolean> => {
  // No stored text has a NUL or half a character.
  if (/[\0\p{Surrogate}]/u.test(text)) return true
  const exact = isExact(text)
  if (!exact && connection.provider === 'sqlite') return false
  const folded = exact ? [] : [text.toLowerCase()]
  const has = exact ? '' : `AND strpos(lower(${WHOLE} COLLATE "und-x-icu"), ?6) > 0`
  await connection.query(
    `INSERT INTO ${table} SELECT DISTINCT CAST(?5 AS int), row_id ${FROM} AND ${isLike(connection, '?4')} ${has}`,
    [datasetId, -1, LAST_ROW, likePattern(text), search, ...folded],
  )
  return true
}
