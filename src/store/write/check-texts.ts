import { type Entries, type EntryText, keyOf } from '../find-entries.ts'
import type { Connection } from '../sql/connection.ts'
import type { Finding } from './finding.ts'
import { loadMeasured, lockEntries } from './measured.ts'
import { type Removed, removeMeasured } from './remove-measured.ts'

/** What texts that change mean for what was measured of those that they replace. */
export type CheckedTexts = {
  /** One a row: they can't be written. */
  measured: Finding[]
  removed?: Removed
}

/**
 * Finds the texts that would take the place of others of which something has been measured. With `replace` there are
 * none: what was measured is removed.
 *
 * @param changed what differs from the stored texts
 */
export const checkTexts = async (
  connection: Connection,
  where: Entries,
  changed: readonly EntryText[],
  { replace, commit }: { replace: boolean; commit: boolean },
): Promise<CheckedTexts> => {
  if (changed.length === 0) return { measured: [] }
  if (commit) await lockEntries(connection, where, changed)
  if (replace)
    return { measured: [], removed: commit ? await removeMeasured(connection, where, changed) : undefined }
  const measured = await loadMeasured(connection, where, changed)
  const byRow = new Map<number, string[]>()
  for (const entry of changed) {
    const what = measured.get(keyOf(entry))
    if (what)
      byRow.set(entry.rowId, [
        ...(byRow.get(entry.rowId) ?? []),
        `${entry.side.toLowerCase()} text is not the stored one, of which there are ${what.join(', ')}`,
      ])
  }
  const findings = [...byRow].map(([rowId, reasons]) => ({
    rowId,
    reason: `the ${reasons.join('; the ')}; --replace takes it and removes them`,
  }))
  const refused = new Set(byRow.keys())
  if (commit)
    await removeMeasured(
      connection,
      where,
      changed.filter(({ rowId }) => !refused.has(rowId)),
    )
  return { measured: findings }
}
