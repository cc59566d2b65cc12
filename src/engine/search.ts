import type { TextMatches } from '../pairs/columns/condition.ts'
import type { Found } from '../store/search-texts.ts'
import type { For, Pool } from './pool.ts'

/** In shared memory: the same ids go to worker after worker. */
const sharedIds = (rowIds: readonly number[]): Int32Array => {
  const shared = new Int32Array(new SharedArrayBuffer(4 * rowIds.length))
  shared.set(rowIds)
  return shared
}

/**
 * Looks for texts in all pairs of a dataset, once for all of them. A task for each part: others have their turn in between,
 * and what nobody waits for any longer ends with its part.
 */
export const findTexts = async (
  pool: Pool,
  { datasetId, texts }: { datasetId: number; texts: readonly string[] },
  by: For,
): Promise<TextMatches> => {
  const found = new Map(texts.map((text): [string, number[]] => [text, []]))
  for (let after: number | null = -1; after !== null; ) {
    const task = { type: 'search', datasetId, texts, after } as const
    const { rowIds, last } = (await pool.run(task, undefined, by)) as Found
    for (const [text, ids] of rowIds) for (const id of ids) found.get(text)?.push(id)
    after = last
  }
  return new Map([...found].map(([text, ids]) => [text, sharedIds(ids)]))
}
