import { counted } from '../domain/counted.ts'
import type { PairTally } from '../ingest/read-pairs.ts'
import type { IngestOutcome } from '../pipeline/ingest.ts'
import type { Removed } from '../store/write/remove-measured.ts'

/** What one import is about, and what it counts. */
export type Import = {
  dataset: string
  /** What came in, such as `rewards of "m"`; left out: the pairs themselves. */
  what?: string
  thing: 'pair' | 'entry'
}

const removedText = (removed: Removed): string | null => {
  const parts = Object.entries(removed).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []))
  return parts.length === 0 ? null : `removed, as they were of texts that are replaced: ${parts.join(', ')}`
}

/** What was read; where rows gave several pairs, or ties, those are counted, too. */
const readText = (read: number, tally?: PairTally): string => {
  if (tally === undefined || (tally.rows === read && tally.ties === 0)) return `${counted(read, 'row')} read`
  const { rows, pairs, ties } = tally
  return `${counted(rows, 'row')} read, with ${counted(pairs, 'pair')}, ${ties} of them ties`
}

/** What became of an import, in lines; `placeOf` says how people find a file. */
export const importSummary = (
  { counts, fates, measured, removed, rejectsFile, revision, tally }: IngestOutcome & { tally?: PairTally },
  { dataset, what, thing }: Import,
  placeOf: (file: string) => string,
): string[] => {
  const { read, rejected, duplicates, conflicts } = counts
  const { added, altered, unchanged } = fates
  const lines = [
    `${readText(read, tally)}: ${rejected} rejected, ${duplicates} repeated (the last one counts), ${counted(conflicts, 'conflict')}`,
  ]
  if (rejected + conflicts > 0)
    lines.push(`rejects and conflicts, with file and line: ${placeOf(rejectsFile)}`)
  const gone = removedText(removed)
  if (gone) lines.push(gone)
  if (measured > 0)
    lines.push(
      `${counted(measured, 'row has', 'rows have')} other texts than those that were measured, and are left out; --replace takes them, and removes what was measured`,
    )
  if (revision === null) return [...lines, `no dataset "${dataset}" was made: no row can be used`]
  lines.push(
    `${what ? `${what} in ` : ''}dataset "${dataset}", at revision ${revision}: ${counted(added, thing, thing === 'pair' ? 'pairs' : 'entries')} new, ${altered} changed, ${unchanged} unchanged, ${rejected + measured} rejected`,
  )
  return lines
}
