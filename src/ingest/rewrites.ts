import type { RewriteEntryRecord, RewriteRecord } from '../domain/records.ts'
import type { Side } from '../domain/side.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import { parseFeature, parseOptional, shown } from './cells.ts'
import { INCOMPLETE, requireColumns, unreadColumns } from './columns.ts'
import { rewrittenConversation } from './conversation-text.ts'
import { type RowStream, Unusable } from './row.ts'
import { type PairIds, pairColumn, type RowParser, readRowTable } from './row-table.ts'
import type { Source } from './source.ts'

export type RewritesOptions = {
  taxonomy: Taxonomy
  /** Take a file without some scores, similarities or labels: they are unknown. */
  allowMissing?: boolean
  /** Left out: rows say `row_id`. */
  ids?: PairIds
}

const VERSIONS = ['original', 'rewritten'] as const
const SIDES = ['chosen', 'rejected'] as const
type Version = (typeof VERSIONS)[number]
type FileSide = Lowercase<Side>

/** What the reference's rewrites file has labels of. */
const REFERENCE_FEATURES = new Set([
  'last_response_is_helpful',
  'last_response_is_harmless',
  'last_response_is_coherent',
  'last_response_is_eloquent',
  'last_response_sentiment',
])
/** The control model is the one before training on the dataset, the aligned model the one after. */
const MODELS = { pre: 'rm_control', post: 'rm_aligned' } as const
/** Rounding may take a cosine a little beyond 1. */
const MAX_COSINE = 1.0001

const ENTRIES = VERSIONS.flatMap((version) => SIDES.map((side) => `${version}_${side}` as const))
const textColumn = (entry: string) => `${entry}_text`
const scoreColumn = (entry: string, stage: keyof typeof MODELS) => `${entry}_score_${MODELS[stage]}`
const cosineColumn = (side: FileSide) => `original_to_rewritten_${side}_vector_cos_sim`
const agreementColumns = VERSIONS.flatMap((version) =>
  Object.values(MODELS).map((model) => `${version}_agreement_dataset_and_${model}`),
)

const labelColumns = (names: readonly string[]): string[] =>
  ENTRIES.flatMap((entry) => names.map((name) => `${entry}_${name}`))

const checkHeader = (header: readonly string[], source: Source, options: RewritesOptions): void => {
  const names = options.taxonomy.features.map(({ name }) => name)
  const always = [pairColumn(options.ids), ...ENTRIES.map(textColumn)]
  const numbers = [
    ...SIDES.map(cosineColumn),
    ...ENTRIES.flatMap((entry) => [scoreColumn(entry, 'post'), scoreColumn(entry, 'pre')]),
  ]
  const referenceLabels = labelColumns(names.filter((name) => REFERENCE_FEATURES.has(name)))
  requireColumns(header, always, source.file)
  if (!options.allowMissing) {
    requireColumns(header, [...numbers, ...referenceLabels], source.file, INCOMPLETE)
  }
  const readable = new Set([...always, ...numbers, ...labelColumns(names), ...agreementColumns])
  const unread = unreadColumns(header, readable, source.file)
  if (unread !== null) source.notices.push(unread)
}

const parseCosine = (cell: string | undefined, column: string): number | null => {
  const cosine = parseOptional(cell, column)
  if (cosine === null || Math.abs(cosine) <= MAX_COSINE) return cosine
  throw new Unusable(`${column} is ${shown(cell ?? '')}; a cosine lies between -1 and 1`)
}

const rowParser = (header: readonly string[], taxonomy: Taxonomy): RowParser<RewriteRecord> => {
  const at = new Map(header.map((name, index) => [name, index]))
  type Cells = readonly string[]

  const number = (column: string, parse: typeof parseOptional) => {
    const index = at.get(column) ?? -1
    return (cells: Cells) => parse(cells[index], column)
  }
  const entry = (version: Version, side: FileSide) => {
    const name = `${version}_${side}` as const
    const textAt = at.get(textColumn(name))!
    const pre = number(scoreColumn(name, 'pre'), parseOptional)
    const post = number(scoreColumn(name, 'post'), parseOptional)
    const labels = taxonomy.features.map((feature) => {
      const column = `${name}_${feature.name}`
      return { column, kind: feature.kind, index: at.get(column) ?? -1 }
    })
    return (cells: Cells): RewriteEntryRecord => ({
      text: rewrittenConversation(cells[textAt], `the ${version} ${side} conversation`),
      pre: pre(cells),
      post: post(cells),
      values: labels.map(({ column, kind, index }) =>
        index < 0 ? undefined : parseFeature(cells[index], column, kind),
      ),
    })
  }
  const bySide = <T>(of: (side: FileSide) => (cells: Cells) => T) => {
    const [chosen, rejected] = [of('chosen'), of('rejected')]
    return (cells: Cells): Record<Side, T> => ({ CHOSEN: chosen(cells), REJECTED: rejected(cells) })
  }
  const original = bySide((side) => entry('original', side))
  const rewritten = bySide((side) => entry('rewritten', side))
  const similarity = bySide((side) => number(cosineColumn(side), parseCosine))
  return (rowId, cells) => ({
    rowId,
    original: original(cells),
    rewritten: rewritten(cells),
    similarity: similarity(cells),
  })
}

/**
 * Reference rewrites: CSV with the texts of both versions of both entries, their scores by `rm_control`
 * (pre) and `rm_aligned` (post), the cosines between versions, and labels `original_chosen_<feature>` of
 * any features of the taxonomy. The five that the reference labels are needed where the taxonomy has them.
 */
export const readRewrites = (source: Source, options: RewritesOptions): RowStream<RewriteRecord> => {
  const rows = readRowTable(
    source,
    (header) => {
      checkHeader(header, source, options)
      return rowParser(header, options.taxonomy)
    },
    options.ids,
  )
  return { rows, notices: source.notices }
}
