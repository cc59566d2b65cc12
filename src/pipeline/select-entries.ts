import { createHash } from 'node:crypto'
import type { EntryKey } from '../store/find-entries.ts'

/** Which entries a command takes, of those that are left to do. Everything left out: all. */
export type Selection = {
  /** Pairs by their row ids, bounds included. */
  rowIds?: readonly (readonly [first: number, last: number])[]
  /** So many pairs, both their entries: the same ones whatever has been done, part of every larger sample. */
  sample?: number
  /** Another seed is another sample. */
  seed?: number
  /** At most so many entries, from the first on. */
  limit?: number
}

/** The rows of a sample: those whose hashes come first. */
const sampled = (rows: readonly number[], size: number, seed: number): Set<number> => {
  const rank = (rowId: number) => createHash('sha256').update(`${seed} ${rowId}`).digest('hex')
  const ranked = rows.map((rowId) => ({ rowId, rank: rank(rowId) }))
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1))
  return new Set(ranked.slice(0, size).map(({ rowId }) => rowId))
}

/**
 * @param rows all pairs that a sample is drawn from
 * @param left the entries to do, in their order
 */
export const selectEntries = (
  rows: readonly number[],
  left: readonly EntryKey[],
  { rowIds, sample, seed = 0, limit = Number.POSITIVE_INFINITY }: Selection,
): EntryKey[] => {
  const within = (rowId: number) => !rowIds || rowIds.some(([first, last]) => first <= rowId && rowId <= last)
  const chosen = sample === undefined ? null : sampled(rows.filter(within), sample, seed)
  return left.filter(({ rowId }) => (chosen ? chosen.has(rowId) : within(rowId))).slice(0, limit)
}
