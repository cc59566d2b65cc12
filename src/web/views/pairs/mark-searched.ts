import type { Piece } from './word-diff.ts'

type MarkedPiece = Piece & { isSearched: boolean }

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** Pieces, cut again where one of some searched texts begins or ends, in letters of either case. */
export const markSearched = (pieces: readonly Piece[], searched: readonly string[]): MarkedPiece[] => {
  const whole = pieces.map(({ text }) => text).join('')
  const isSearched = new Uint8Array(whole.length)
  for (const one of searched) {
    for (const { 0: hit, index } of whole.matchAll(new RegExp(escaped(one), 'giu')))
      isSearched.fill(1, index, index + hit.length)
  }
  let end = 0
  return pieces.flatMap(({ text, differs }) => {
    const marked: MarkedPiece[] = []
    for (const start = end; end < start + text.length; ) {
      const from = end
      while (end < start + text.length && isSearched[end] === isSearched[from]) end++
      marked.push({ text: whole.slice(from, end), differs, isSearched: isSearched[from] === 1 })
    }
    return marked
  })
}
