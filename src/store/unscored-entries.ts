import type { Side } from '../domain/side.ts'
import type { Connection } from './sql/connection.ts'

export type UnscoredEntry = { rowId: number; side: Side; text: string }
export type ScoreTarget = { datasetId: number; variantId: number; modelId: number }

/** Entries that are in memory at once. */
const PAGE = 512

/** A rewriting's text is whole; an original goes on behind what its pair shares. */
const TEXT = 'CASE WHEN e.variant_id = 0 THEN p.prompt || e.text ELSE e.text END'
const FROM = `FROM entry e JOIN pair p ON p.dataset_id = e.dataset_id AND p.row_id = e.row_id
  WHERE e.dataset_id = ?1 AND e.variant_id = ?2 AND e.row_id >= ?4 AND NOT EXISTS (
    SELECT 1 FROM reward r WHERE r.dataset_id = e.dataset_id AND r.row_id = e.row_id
      AND r.variant_id = e.variant_id AND r.side = e.side AND r.model_id = ?3)`

const keysOf = ({ datasetId, variantId, modelId }: ScoreTarget) => [datasetId, variantId, modelId]

/** How many entries have no reward of the model, and how long they are together. */
export const countUnscored = async (
  connection: Connection,
  target: ScoreTarget,
): Promise<{ entries: number; characters: number }> => {
  const [[entries, characters]] = await connection.query(
    `SELECT count(*), coalesce(sum(length(e.text) + CASE WHEN e.variant_id = 0 THEN length(p.prompt) ELSE 0 END), 0) ${FROM}`,
    [...keysOf(target), 0],
  )
  return { entries: Number(entries), characters: Number(characters) }
}

/** Entries without a reward of the model, by row, a page at a time: each once, even if it gets none. */
export async function* unscoredEntries(
  connection: Connection,
  target: ScoreTarget,
): AsyncGenerator<UnscoredEntry> {
  let from = 0
  while (true) {
    const rows = await connection.query(
      `SELECT e.row_id, e.side, ${TEXT} ${FROM} ORDER BY e.row_id, e.side LIMIT ${PAGE}`,
      [...keysOf(target), from],
    )
    const entries = rows.map(([rowId, side, text]) => ({ rowId, side, text }) as UnscoredEntry)
    const last = entries.at(-1)?.rowId
    // The last row may go on behind the page: it comes again with the next one.
    const whole = entries.length < PAGE ? entries : entries.filter(({ rowId }) => rowId !== last)
    yield* whole
    if (entries.length < PAGE || last === undefined) return
    from = last
  }
}
