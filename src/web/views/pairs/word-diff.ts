import { diffWordsWithSpace } from 'diff'

/** A piece of a text, and whether the other text lacks it. */
export type Piece = { text: string; differs: boolean }

/** How long a comparison may take: texts without likeness take the longest and show the least. */
const TIMEOUT_MS = 300

/** Both texts in pieces, by words. */
export const wordDiff = (chosen: string, rejected: string): { chosen: Piece[]; rejected: Piece[] } => {
  const changes = diffWordsWithSpace(chosen, rejected, { timeout: TIMEOUT_MS })
  if (!changes) {
    return { chosen: [{ text: chosen, differs: true }], rejected: [{ text: rejected, differs: true }] }
  }
  const piecesWithout = (other: 'added' | 'removed', differing: 'added' | 'removed'): Piece[] =>
    changes
      .filter((change) => !change[other])
      .map((change) => ({ text: change.value, differs: change[differing] }))
  return { chosen: piecesWithout('added', 'removed'), rejected: piecesWithout('removed', 'added') }
}
