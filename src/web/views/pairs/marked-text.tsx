import { markSearched } from './mark-searched.ts'
import type { Piece } from './word-diff.ts'

type Text = { pieces: readonly Piece[]; searched: readonly string[] }

/** A text of a dataset, in the direction of its script. Marked: what was searched for, and what differs. */
export const MarkedText = ({ pieces, searched }: Text) => (
  <p class="conversation" dir="auto">
    {markSearched(pieces, searched).map(({ text, differs, isSearched }, at) => {
      const shown = isSearched ? <mark key={at}>{text}</mark> : text
      return differs ? <em key={at}>{shown}</em> : shown
    })}
  </p>
)
