import type { RewardRecord } from '../domain/records.ts'
import { parseNumber } from './cells.ts'
import { requireColumns, unreadColumns } from './columns.ts'
import type { RowStream } from './row.ts'
import { type PairIds, pairColumn, readRowTable } from './row-table.ts'
import type { Source } from './source.ts'

const SCORES = ['chosen_score', 'rejected_score']
const AGREEMENT = new Map([
  ['True', true],
  ['true', true],
  ['1', true],
  ['False', false],
  ['false', false],
  ['0', false],
])

/**
 * Reference rewards: CSV `row_id,chosen_score,rejected_score`. An `agreement` column isn't needed; where
 * it contradicts the scores, the scores count and a notice says how often.
 */
export const readRewards = (source: Source, ids?: PairIds): RowStream<RewardRecord> => {
  const needed = [pairColumn(ids), ...SCORES]
  let contradictions = 0

  async function* rows() {
    yield* readRowTable<RewardRecord>(
      source,
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
          if (agreement !== undefined && agreement !== chosen > rejected) contradictions++
          return { rowId, chosen, rejected }
        }
      },
      ids,
    )
    if (contradictions > 0) {
      source.notices.push(
        `${source.file}: agreement contradicts the scores in ${contradictions} rows; the scores count`,
      )
    }
  }
  return { rows: rows(), notices: source.notices }
}
