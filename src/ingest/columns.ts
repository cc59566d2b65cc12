import { InvalidInput } from '../domain/errors.ts'
import { shown } from './cells.ts'

/** As it stands. */
const PLAIN = /^[\p{L}\p{N}_ .:()-]{1,60}$/u
const SHOWN_COLUMNS = 50

/** A header for a message: short, and fit for a terminal, even if the file is no CSV at all. */
export const listed = (header: readonly string[]): string => {
  const names = header.slice(0, SHOWN_COLUMNS).map((name) => (PLAIN.test(name) ? name : shown(name)))
  const more = header.length - names.length
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** @throws InvalidInput naming every needed column that the header lacks, and those it has. */
export const requireColumns = (
  header: readonly string[],
  needed: readonly string[],
  file: string,
  wayOut = '',
): void => {
  const missing = needed.filter((name) => !header.includes(name))
  if (missing.length === 0) return
  const what = missing.length === 1 ? 'the column' : 'the columns'
  throw new InvalidInput(
    `${file} lacks ${what} ${missing.join(', ')}; it has ${listed(header)}${wayOut === '' ? '' : `; ${wayOut}`}`,
  )
}

/** What to say where `allowMissing` would help. */
export const INCOMPLETE = '--incomplete takes the file without them'

/** A notice that names the columns nothing is read from; null when there is none. */
export const unreadColumns = (
  header: readonly string[],
  readable: ReadonlySet<string>,
  file: string,
): string | null => {
  const unread = header.filter((name) => !readable.has(name))
  return unread.length === 0 ? null : `${file}: nothing is read from ${listed(unread)}`
}
