import { counted } from '../domain/counted.ts'
import type { RewardRecord } from '../domain/records.ts'
import { parseNumber } from './cells.ts'
import { requireColumns, unreadColumns } from './columns.ts'
import { isFields } from './gathered-rows.ts'
import { jsonText } from './json-text.ts'
import { peek, readObjects } from './objects.ts'
import type { Fields } from './pair-format.ts'
import { type Row, type RowStream, Unusable } from './row.ts'
import { type PairIds, pairColumn, readRowTable, rowIdOf } from './row-table.ts'
import { scoreOf } from './score.ts'
import type { Source } from './source.ts'

const SCORES = ['chosen_score', 'rejected_score']
/** What GraphQL calls them, as objects may. */
const OTHER_NAMES = new Map([
  ['row_id', 'rowId'],
  ['chosen_score', 'chosen'],
  ['rejected_score', 'rejected'],
])

const fieldOf = (fields: Fields, name: string): unknown =>
  fields[name] ?? fields[OTHER_NAMES.get(name) ?? name]
const AGREEMENT = new Map([
  ['True', true],
  ['true', true],
  ['1', true],
  ['False', false],
  ['false', false],
  ['0', false],
])

/** Whether a file has objects for rows: JSON lines, an array, Parquet. */
const hasObjects = async (source: Source) => {
  if (source.isParquet || source.isArrow) return { source, objects: true }
  const { head, source: file } = await peek(source)
  return { source: file, objects: /^\s*[[{]/.test(head) }
}

/**
 * Reference rewards: CSV `row_id,chosen_score,rejected_score`, or rows of JSON or Parquet with these keys; of JSON also with
 * `rowId`, `chosen` and `rejected`. An `agreement` column isn't needed; where
 * it contradicts the scores, the scores count and a notice says how often.
 */
export const readRewards = (source: Source, ids?: PairIds): RowStream<RewardRecord> => {
  const needed = [pairColumn(ids), ...SCORES]
  let contradictions = 0

  const note = (agreement: boolean | undefined, chosen: number, rejected: number) => {
    if (agreement !== undefined && agreement !== chosen > rejected) contradictions++
  }

  const parse = ({ line, ...row }: Row<unknown>): Row<RewardRecord> => {
    if (!('record' in row)) return { line, ...row }
    let rowId: number | undefined
    try {
      const { record } = row
      if (!isFields(record)) throw new Unusable('the line is not a JSON object')
      const id = fieldOf(record, pairColumn(ids))
      rowId = rowIdOf(typeof id === 'string' ? id : jsonText(id ?? null), ids)
      const [chosen, rejected] = SCORES.map((name) => scoreOf(fieldOf(record, name), name))
      note(AGREEMENT.get(`${record.agreement}`), chosen, rejected)
      return { line, record: { rowId, chosen, rejected } }
    } catch (error) {
      if (!(error instanceof Unusable)) throw error
      return { line, rowId, reason: error.message }
    }
  }
  async function* fromObjects(file: Source) {
    const columns = { format: 'rewards', needed, optional: () => ['agreement'], check: () => undefined }
    for await (const batch of readObjects(file, columns)) yield batch.map(parse)
  }

  async function* fromTable(file: Source) {
    yield* readRowTable<RewardRecord>(
      file,
      (header) => {
        requireColumns(header, needed, source.file)
        const unread = unreadColumns(header, new Set([...needed, 'agreement']), source.file)
        if (unread !== null) source.notices.push(unread)
        const chosenAt = header.indexOf('chosen_score')
        const rejectedAt = header.indexOf('rejected_score')
        const agreementAt = header.indexOf('agreement')
        return (rowId, cells) => {
          const chosen = parseNumber(cells[chosenAt], 'chosen_score')
          const rejected = parseNumber(cells[rejectedAt], 'rejected_score')
          const agreement = agreementAt < 0 ? undefined : AGREEMENT.get(cells[agreementAt])
          note(agreement, chosen, rejected)
          return { rowId, chosen, rejected }
        }
      },
      ids,
    )
  }

  async function* rows() {
    const { source: file, objects } = await hasObjects(source)
    yield* objects ? fromObjects(file) : fromTable(file)
    if (contradictions > 0) {
      source.notices.push(
        `${source.file}: agreement contradicts the scores in ${counted(contradictions, 'row')}; the scores count`,
      )
    }
  }
  return { rows: rows(), notices: source.notices }
}
