import { InvalidInput } from '../domain/errors.ts'
import { hint } from '../domain/hint.ts'
import type { LabelRow } from '../domain/records.ts'
import type { Side } from '../domain/side.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import { parseFeature, parseOptional, shown } from './cells.ts'
import { INCOMPLETE, listed, requireColumns, unreadColumns } from './columns.ts'
import { parsePythonList } from './python-list.ts'
import { type RowStream, Unusable } from './row.ts'
import { type PairIds, pairColumn, type RowParser, readRowTable } from './row-table.ts'
import type { Source } from './source.ts'
import { storable } from './storable.ts'

export type LabelsOptions = {
  taxonomy: Taxonomy
  /** Names of numbers that may come beside labels, or without. */
  numbers?: readonly string[]
  /** Take a file without some of the columns: they say nothing. */
  allowMissing?: boolean
  /** Left out: rows say `row_id`. */
  ids?: PairIds
}

/** Which of both a file has columns of. */
export type LabelsHeader = { hasLabels: boolean; hasNumbers: boolean }

const SIDE_OF = new Map<string, Side>([
  ['chosen', 'CHOSEN'],
  ['rejected', 'REJECTED'],
])
const TOPICS = 'topics'
const DISCRIMINATIONS = [
  'last_response_is_discriminating_against',
  'discriminatesAgainst',
  'discriminations',
] as const

const parseSide = (cell: string): Side => {
  const side = SIDE_OF.get(cell)
  if (side === undefined) throw new Unusable(`preference is ${shown(cell)}; it must be chosen or rejected`)
  return side
}

const parseList = (cell: string, column: string): string[] => {
  const list = parsePythonList(cell)
  if (list !== null) return list.map((item) => storable(item, column))
  throw new Unusable(`${column} is ${shown(cell)}; it must be a list such as ['a', "b's"]`)
}

/** Squares and products of such numbers, by the million, stay in the range of numbers. */
const [SMALLEST, LARGEST] = [1e-60, 1e60]

const parseMeasured = (cell: string, column: string): number | null => {
  const value = parseOptional(cell, column)
  const size = Math.abs(value ?? 0)
  if (size === 0 || (size >= SMALLEST && size <= LARGEST)) return value
  throw new Unusable(`${column} is ${shown(cell)}; it must be 0, or from ${SMALLEST} to ${LARGEST} in size`)
}

const checkHeader = (
  header: readonly string[],
  file: string,
  { taxonomy, numbers = [], allowMissing, ids }: LabelsOptions,
): LabelsHeader => {
  requireColumns(header, [pairColumn(ids), 'preference'], file)
  const features = taxonomy.features.map(({ name }) => name)
  const hasAny = (names: readonly string[]) => names.some((name) => header.includes(name))
  const hasLabels = hasAny([...features, TOPICS, ...DISCRIMINATIONS])
  const hasNumbers = hasAny(numbers)
  if (!hasNumbers && !hasAny(features)) {
    throw new InvalidInput(
      hint`${file} has no column of any feature: ${[...features, ...numbers].join(', ')}; it has ${listed(header)}; a taxonomy file declares others (npm run ingest -- taxonomy)`,
    )
  }
  if (allowMissing) return { hasLabels, hasNumbers }
  const needed = [...(hasLabels ? features : []), ...(hasNumbers ? numbers : [])]
  if (hasLabels && taxonomy.topics.length > 0) needed.push(TOPICS)
  if (hasLabels && taxonomy.discriminations.length > 0) {
    needed.push(DISCRIMINATIONS.find((name) => header.includes(name)) ?? DISCRIMINATIONS[0])
  }
  requireColumns(header, needed, file, INCOMPLETE)
  return { hasLabels, hasNumbers }
}

const rowParser = (
  header: readonly string[],
  { taxonomy, numbers: names = [] }: LabelsOptions,
): RowParser<LabelRow> => {
  const sideAt = header.indexOf('preference')
  const columns = taxonomy.features.map(({ name, kind }) => ({ name, kind, at: header.indexOf(name) }))
  const numbers = names.map((name) => ({ name, at: header.indexOf(name) }))
  const topicsAt = header.indexOf(TOPICS)
  const discriminations = DISCRIMINATIONS.find((name) => header.includes(name)) ?? DISCRIMINATIONS[0]
  const discriminationsAt = header.indexOf(discriminations)
  return (rowId, cells) => ({
    rowId,
    side: parseSide(cells[sideAt]),
    values: columns.map(({ name, kind, at }) => (at < 0 ? undefined : parseFeature(cells[at], name, kind))),
    numbers: numbers.map(({ name, at }) => (at < 0 ? undefined : parseMeasured(cells[at], name))),
    topics: topicsAt < 0 ? undefined : parseList(cells[topicsAt], TOPICS),
    discriminatesAgainst:
      discriminationsAt < 0 ? undefined : parseList(cells[discriminationsAt], discriminations),
  })
}

/**
 * Reference labels: CSV `row_id,preference` and a column per feature of the taxonomy, `topics`, and
 * `last_response_is_discriminating_against` (or `discriminatesAgainst`, or `discriminations`). The `text`
 * column isn't read. Numbers come beside them, or alone. `onHeader` is told which of both it is.
 */
export const readLabels = (
  source: Source,
  options: LabelsOptions,
  onHeader: (header: LabelsHeader) => void = () => undefined,
): RowStream<LabelRow> => {
  const names = [...options.taxonomy.features.map(({ name }) => name), ...(options.numbers ?? [])]
  const readable = new Set([
    pairColumn(options.ids),
    'row_id',
    'pair_id',
    'preference',
    'text',
    TOPICS,
    ...DISCRIMINATIONS,
    ...names,
  ])
  const rows = readRowTable(
    source,
    (header) => {
      onHeader(checkHeader(header, source.file, options))
      const unread = unreadColumns(header, readable, source.file)
      if (unread !== null) source.notices.push(unread)
      return rowParser(header, options)
    },
    options.ids,
  )
  return { rows, notices: source.notices }
}
