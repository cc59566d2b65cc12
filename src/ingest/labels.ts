import { InvalidInput } from '../domain/errors.ts'
import type { LabelRecord } from '../domain/records.ts'
import type { Side } from '../domain/side.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import { parseFeature, shown } from './cells.ts'
import { INCOMPLETE, listed, requireColumns, unreadColumns } from './columns.ts'
import { parsePythonList } from './python-list.ts'
import { type RowStream, Unusable } from './row.ts'
import { type PairIds, pairColumn, type RowParser, readRowTable } from './row-table.ts'
import type { Source } from './source.ts'
import { storable } from './storable.ts'

export type LabelsOptions = {
  taxonomy: Taxonomy
  /** Take a file without some of the taxonomy's columns: they say nothing. */
  allowMissing?: boolean
  /** Left out: rows say `row_id`. */
  ids?: PairIds
}

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

const checkHeader = (
  header: readonly string[],
  file: string,
  { taxonomy, allowMissing, ids }: LabelsOptions,
) => {
  requireColumns(header, [pairColumn(ids), 'preference'], file)
  const features = taxonomy.features.map(({ name }) => name)
  if (!features.some((name) => header.includes(name))) {
    throw new InvalidInput(
      `${file} has no column of any feature: ${features.join(', ')}; it has ${listed(header)}`,
    )
  }
  if (allowMissing) return
  const needed = [...features]
  if (taxonomy.topics.length > 0) needed.push(TOPICS)
  if (taxonomy.discriminations.length > 0) {
    needed.push(DISCRIMINATIONS.find((name) => header.includes(name)) ?? DISCRIMINATIONS[0])
  }
  requireColumns(header, needed, file, INCOMPLETE)
}

const rowParser = (header: readonly string[], { taxonomy }: LabelsOptions): RowParser<LabelRecord> => {
  const sideAt = header.indexOf('preference')
  const columns = taxonomy.features.map(({ name, kind }) => ({ name, kind, at: header.indexOf(name) }))
  const topicsAt = header.indexOf(TOPICS)
  const discriminations = DISCRIMINATIONS.find((name) => header.includes(name)) ?? DISCRIMINATIONS[0]
  const discriminationsAt = header.indexOf(discriminations)
  return (rowId, cells) => ({
    rowId,
    side: parseSide(cells[sideAt]),
    values: columns.map(({ name, kind, at }) => (at < 0 ? undefined : parseFeature(cells[at], name, kind))),
    topics: topicsAt < 0 ? undefined : parseList(cells[topicsAt], TOPICS),
    discriminatesAgainst:
      discriminationsAt < 0 ? undefined : parseList(cells[discriminationsAt], discriminations),
  })
}

/**
 * Reference labels: CSV `row_id,preference` and a column per feature of the taxonomy, `topics`, and
 * `last_response_is_discriminating_against` (or `discriminatesAgainst`, or `discriminations`). The `text`
 * column isn't read.
 */
export const readLabels = (source: Source, options: LabelsOptions): RowStream<LabelRecord> => {
  const names = options.taxonomy.features.map(({ name }) => name)
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
      checkHeader(header, source.file, options)
      const unread = unreadColumns(header, readable, source.file)
      if (unread !== null) source.notices.push(unread)
      return rowParser(header, options)
    },
    options.ids,
  )
  return { rows, notices: source.notices }
}
