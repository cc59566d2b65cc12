import { diffWordsWithSpace } from 'diff'

/** A piece of a text, and whether the other text lacks it. */
export type Piece = { text: string; own: boolean }

/** How long a comparison may take: texts without likeness take the longest and say the least. */
const PATIENCE_MS = 300

/** Both texts in pieces, by words. */
export const wordDiff = (chosen: string, rejected: string): { chosen: Piece[]; rejected: Piece[] } => {
  const changes = diffWordsWithSpace(chosen, rejected, { timeout: PATIENCE_MS })
  if (!changes) {
    return { chosen: [{ text: chosen, own: true }], rejected: [{ text: rejected, own: true }] }
  }
  const side = (other: 'added' | 'removed', own: 'added' | 'removed'): Piece[] =>
    changes.filter((change) => !change[other]).map((change) => ({ text: change.value, own: change[own] }))
  return { chosen: side('added', 'removed'), rejected: side('removed', 'added') }
}
