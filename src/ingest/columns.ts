import { InvalidInput } from '../domain/errors.ts'

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
    `${file} lacks ${what} ${missing.join(', ')}; it has ${header.join(', ')}${wayOut === '' ? '' : `; ${wayOut}`}`,
  )
}

/** What to say where `allowMissing` would help. */
export const INCOMPLETE = '--incomplete takes the file without them'

/** A notice that names the columns nothing is read from; null when there is none. */
export const unreadColumns = (
  header: readonly string[],
  known: ReadonlySet<string>,
  file: string,
): string | null => {
  const unread = header.filter((name) => !known.has(name))
  return unread.length === 0 ? null : `${file}: nothing is read from ${unread.join(', ')}`
}
