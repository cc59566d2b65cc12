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

/** Row ids of the pairs with a text in either original entry, whatever its case. */
export const searchTexts = async (
  connection: Connection,
  datasetId: number,
  text: string,
): Promise<Int32Array> => {
  // No stored text has a NUL, and PostgreSQL takes none as a parameter.
  if (text.includes('\0')) return new Int32Array()
  const like = connection.provider === 'sqlite' ? 'LIKE' : 'ILIKE'
  const exact = text.length <= LONGEST_PATTERN && /^\p{ASCII}*$/u.test(text)
  const whole = '(prompt || text)'
  const rows = (await connection.query(
    `SELECT row_id ${exact ? '' : `, ${whole}`} FROM entry JOIN pair USING (dataset_id, row_id)
     WHERE dataset_id = ?1 AND variant_id = ${ORIGINAL} AND ${whole} ${like} ?2 ESCAPE '\\'`,
    [datasetId, likePattern(text)],
  )) as [number, string?][]
  const wanted = text.toLowerCase()
  const found = exact ? rows : rows.filter(([, whole]) => whole?.toLowerCase().includes(wanted))
  return Int32Array.from(new Set(found.map(([rowId]) => rowId)))
}
